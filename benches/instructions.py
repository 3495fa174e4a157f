#!/usr/bin/env python3
"""Counts the instructions of three fixed builds, which do not depend on how busy a machine is, and compares them with
`instructions.json`.

    benches/instructions.py DIGLOT GENERATE [--record]

DIGLOT and GENERATE are the release builds of the command and of the example `generate`. A build that takes more than 10 % more than
is recorded fails; one that takes more than 10 % less asks to be recorded. Needs valgrind.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BOUNDS = Path(__file__).with_suffix(".json")
TOLERANCE = 0.1
POSTS = 20


def instructions(diglot: Path, root: Path) -> int:
    """The instructions of a build of the site in a folder, on one thread."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(diglot)]
    command += ["build", "--quiet", "--root", str(root), "--output", str(root / "public"), "--now", "2026-01-01"]
    environment = {"PATH": os.environ["PATH"], "RAYON_NUM_THREADS": "1"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", run.stderr)[1])


def measure(diglot: Path, generate: Path) -> dict[str, int]:
    """The instructions of each build."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        subprocess.run([generate, str(POSTS), folder], check=True)
        counts = {"clean": instructions(diglot, root), "again": instructions(diglot, root)}
        post = root / "content/posts/post-1.nb.md"
        text = post.read_text(encoding="utf-8")
        post.write_text(text.replace("\n```\n", "\n```\n\nEtter koden.\n", 1), encoding="utf-8")
        return counts | {"one edit": instructions(diglot, root)}


def main() -> int:
    arguments = [argument for argument in sys.argv[1:] if argument != "--record"]
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    counts = measure(*map(Path, arguments))
    if "--record" in sys.argv:
        BOUNDS.write_text(json.dumps(counts, indent=2) + "\n", encoding="utf-8")
    bounds = json.loads(BOUNDS.read_text(encoding="utf-8"))
    failed = 0
    for name, count in counts.items():
        change = count / bounds[name] - 1
        verdict = "more than is recorded" if change > TOLERANCE else "less: record it" if change < -TOLERANCE else "ok"
        failed += change > TOLERANCE
        print(f"{name:<10} {count / 1e6:>9.1f} M instructions, {change:+.1%}: {verdict}")
    print(f"{len(counts) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
