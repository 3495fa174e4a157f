#!/usr/bin/env python3
"""What builds leave behind that are killed, that fail, that meet each other, or whose cache is damaged.

    tests/attack/run.py PROGRAM [--rounds N] [--seed N]

Each round begins with a site that was built, changes it, and builds it again under `strace`, which kills the program at
one of its system calls or makes the call fail. Whatever happens: strangers' files and everything outside the site stay as
they are, a file in the output folder is the old one or the new one and never a part of either, what the program says of
what it has published is true, and the next build makes the output folder what a first build would make it, and leaves
nothing behind that is not its own. Needs strace. Prints `N passed, 0 failed` at the end.
"""

import argparse
import collections
import os
import pathlib
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

CALLS = [
    "openat", "write", "pwrite64", "writev", "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir",
    "mkdir", "mkdirat", "ftruncate", "fsync", "fdatasync", "flock", "copy_file_range", "sendfile", "read", "statx",
    "getdents64", "fchmod", "linkat", "link",
]
ERRORS = ["EIO", "ENOSPC", "EACCES", "EROFS", "EMFILE"]
STRANGERS = {"CNAME": b"blog.example\n", "notes/mine.txt": b"mine\n"}
IN_PLACE = re.compile(r"(\d+) of (\d+) files? (?:is|are) in place")


def png(width, height, colour):
    """A picture of one colour."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = (b"\0" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def site():
    """The sources of a small blog: a dozen posts in two languages, a picture, a file that is published as it is."""
    files = {
        "content/site.edn": '{:site/base-url "https://blog.example" :site/locales [:nb :en] :site/title "Blog"}',
        "content/tags.edn": '{:tag/css "CSS" :tag/rust "Rust"}',
        "static/robots.json": '{"a": 1}',
        "static/images/red.png": png(900, 300, (200, 30, 30)),
    }
    for number in range(6):
        for locale, text in [("nb", "Mel, vann og salt, og så litt til av det."), ("en", "Flour, water and salt, and more of it.")]:
            files[f"content/posts/bread-{number}.{locale}.md"] = (
                f":page/title Bread {number}\n:post/published 2025-02-{number + 1:02}\n:post/tags [:css :rust]\n"
                f"{'-' * 80}\n:section/title One\n:section/body\n\n{text}\n\n![Red](/images/red.png)\n\n"
                f"```rust\nfn main() {{ println!(\"{number}\"); }}\n```\n"
            )
    return {name: text if isinstance(text, bytes) else text.encode() for name, text in files.items()}


def edited(files):
    """A word of one text is another one."""
    name = "content/posts/bread-3.en.md"
    return files | {name: files[name].replace(b"Flour", b"Rye")}


def changed(files):
    """Titles, posts, a picture and a setting are others."""
    files = dict(files)
    for name in [name for name in files if "bread-1." in name]:
        del files[name]
    for locale in ["nb", "en"]:
        name = f"content/posts/bread-2.{locale}.md"
        files[name] = files[name].replace(b"Bread 2", b"Toast")
        files[f"content/posts/cake.{locale}.md"] = files[name].replace(b"Toast", b"Cake")
    files["content/site.edn"] = files["content/site.edn"].replace(b'"Blog"', b'"Another blog"')
    files["static/images/red.png"] = png(900, 300, (30, 30, 200))
    del files["static/robots.json"]
    return files


SCENARIOS = {
    "first": (None, site()),
    "edit": (site(), edited(site())),
    "change": (site(), changed(site())),
}


def write(folder, files):
    """Makes a folder hold some sources and no others; what does not change is not touched, and what does is replaced at once."""
    for kind in ["content", "static"]:
        for path in sorted((folder / kind).rglob("*"), reverse=True):
            if path.is_file() and str(path.relative_to(folder)) not in files:
                path.unlink()
    for name, data in files.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.new")
            beside.write_bytes(data)
            beside.replace(path)


def tree(folder):
    """All files of a folder with their bytes, without Diglot's own."""
    if not folder.exists():
        return None
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() or path.is_symlink())
    named = ((str(path.relative_to(folder)), path) for path in files)
    return {name: path.read_bytes() for name, path in named if not name.startswith(".diglot")}


class Attack:
    """A program and the folder in which it is tried."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.environment = {"PATH": os.environ["PATH"], "RAYON_NUM_THREADS": "2", "HOME": str(folder / "home")}
        self.faults = []
        self.passed = 0
        self.wanted = {}
        self.prepared = {}
        (folder / "home").mkdir()

    def build(self, site, *prefix):
        command = [*prefix, self.program, "build", "--root", str(site), "--now", "2026-03-01"]
        command += ["--output", str(site / "public")]
        return subprocess.run(command, capture_output=True, text=True, env=self.environment, timeout=120)

    def prepare(self, name):
        """The site of a scenario as it is before the build that is attacked, and what each build makes of it."""
        before, after = SCENARIOS[name]
        reference = self.folder / f"{name}-reference"
        write(reference, after)
        result = self.build(reference)
        assert result.returncode == 0, result.stderr
        self.wanted[name] = (None, tree(reference / "public"))
        prepared = self.folder / f"{name}-before"
        if before:
            write(prepared, before)
            (prepared / "public").mkdir()
            for stranger, data in STRANGERS.items():
                (prepared / "public" / stranger).parent.mkdir(exist_ok=True)
                (prepared / "public" / stranger).write_bytes(data)
            for _ in range(2):
                result = self.build(prepared)
                assert result.returncode == 0, result.stderr
            self.wanted[name] = (tree(prepared / "public"), self.wanted[name][1] | STRANGERS)
        write(prepared, after)
        self.prepared[name] = prepared

    def fresh(self, name):
        """A copy of a prepared site, with something of a stranger's beside it."""
        place = self.folder / "round"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        (place / "outside").write_bytes(b"outside\n")
        shutil.copytree(self.prepared[name], place / "site", symlinks=True)
        return place / "site"

    def places(self, name):
        """The system calls of a build that touch the site: the call, and which of its thread's calls of that name it is."""
        site = self.fresh(name)
        log = self.folder / "calls.log"
        known = ",".join(f"?{call}" for call in CALLS)
        self.build(site, "strace", "-f", "-y", "-qq", "-s", "0", "-o", str(log), "-e", f"trace={known}")
        counts, places = collections.Counter(), set()
        for line in log.read_text(errors="replace").splitlines():
            found = re.match(r"(\d+) +(\w+)\(", line)
            if found:
                counts[found.groups()] += 1
                if str(site) in line:
                    places.add((found[2], counts[found.groups()]))
        return sorted(places)

    def check(self, title, condition, detail=""):
        if not condition:
            self.faults.append(title)
            print(f"FAILED {title}\n{detail}", flush=True)
        return condition

    def round(self, title, name, prefix):
        """Builds under attack, and looks at what is left; then builds in peace, and looks again."""
        site = self.fresh(name)
        attacked = self.build(site, *prefix)
        says = attacked.stderr
        if self.holds(title, name, site, attacked, says) and self.mends(title, name, site, says):
            self.passed += 1

    def holds(self, title, name, site, attacked, says):
        before, after = self.wanted[name]
        now = tree(site / "public")
        if before is None:
            ok = self.check(f"{title}: the first site is there whole or not at all", now in (None, {}, after), says)
        else:
            torn = [path for path, data in now.items() if data not in (before.get(path), after.get(path))]
            ok = self.check(f"{title}: no file is torn", not torn, f"{torn}\n{says}")
            kept = {path for path in before if path in after}
            ok &= self.check(f"{title}: what stays is never away", kept <= now.keys(), f"{kept - now.keys()}\n{says}")
            ok &= self.check(f"{title}: strangers' files stay", all(now.get(p) == d for p, d in STRANGERS.items()), says)
        outside = (site.parent / "outside").read_bytes()
        ok &= self.check(f"{title}: outside nothing changes", outside == b"outside\n", says)
        ok &= self.check(f"{title}: no panic", "panicked" not in says and attacked.returncode != 101, says)
        if attacked.returncode == 0:
            ok &= self.check(f"{title}: what is published is the site", now == after, says)
        elif attacked.returncode == 1:
            ok &= self.check(f"{title}: a failure is told", "error" in says, says)
            if "Nothing was published" in says:
                ok &= self.check(f"{title}: nothing was published", now in (before, {} if before is None else before), says)
            else:
                told = bool(IN_PLACE.search(says))
                ok &= self.check(f"{title}: what was published is told", told, says)
        return ok

    def mends(self, title, name, site, says):
        _, after = self.wanted[name]
        again = self.build(site)
        told = f"{says}\n--- then\n{again.stderr}"
        ok = self.check(f"{title}: the next build ends well", again.returncode == 0, told)
        now = tree(site / "public")
        if ok and now != after:
            wrong = [path for path in {*now, *after} if now.get(path) != after.get(path)]
            ok = self.check(f"{title}: the next build mends all", False, f"{wrong}\n{told}")
        left = [*site.glob("public/.diglot-staging"), *site.glob(".diglot/spool-*")]
        return ok & self.check(f"{title}: nothing is left behind", not left, f"{left}\n{told}")

    def inject(self, name, rounds, draw):
        """Kills and failures, at as many places as there are rounds, spread over all calls alike."""
        places = self.places(name)
        by_call = collections.defaultdict(list)
        for call, when in places:
            by_call[call].append(when)
        self.check(f"{name}: calls are seen", len(by_call) > 4, str(by_call.keys()))
        for number in range(rounds):
            call = draw.choice(sorted(by_call))
            when = draw.choice(by_call[call])
            what = "signal=KILL" if number % 2 else f"error={draw.choice(ERRORS)}"
            injected = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}"]
            injected += ["-e", f"inject={call}:{what}:when={when}"]
            self.round(f"{name}: {call} {when} {what}", name, injected)

    def together(self, rounds):
        """Two builds at once, with edits between: each waits for the other, and both end well."""
        site = self.fresh("edit")
        sources = SCENARIOS["edit"][1]
        for number in range(rounds):
            command = [self.program, "build", "--root", str(site), "--now", "2026-03-01", "--output", str(site / "public")]
            start = lambda: subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=self.environment)
            builds = [start()]
            sources = sources | {"content/posts/bread-4.nb.md": sources["content/posts/bread-4.nb.md"] + b"\nMer.\n"}
            if number % 3 == 0:
                sources = sources | {f"content/posts/new-{number}.nb.md": sources["content/posts/bread-0.nb.md"]}
            write(site, sources)
            builds.append(start())
            says = [build.communicate(timeout=120)[1] for build in builds]
            if self.check(f"together {number}: both end well", all(build.returncode == 0 for build in builds), "\n".join(says)):
                self.passed += 1
        self.build(site)
        reference = self.folder / "together-reference"
        write(reference, sources)
        self.build(reference)
        if self.check("together: the site is what a first build makes", tree(site / "public") == tree(reference / "public") | STRANGERS):
            self.passed += 1

    def damage(self, name, rounds, draw):
        """Caches in which files are cut, exchanged, lengthened, emptied, or have other bytes."""
        for number in range(rounds):
            site = self.fresh(name)
            files = sorted(path for path in (site / ".diglot").rglob("*") if path.is_file())
            kind = ["cut", "exchange", "flip", "append", "empty", "remove"][number % 6]
            one, other = draw.choice(files), draw.choice(files)
            data = one.read_bytes()
            if kind == "cut":
                one.write_bytes(data[:draw.randrange(len(data) + 1)])
            elif kind == "exchange":
                one.write_bytes(other.read_bytes())
                other.write_bytes(data)
            elif kind == "flip" and data:
                at = draw.randrange(len(data))
                one.write_bytes(data[:at] + bytes([data[at] ^ (1 << draw.randrange(8))]) + data[at + 1:])
            elif kind == "append":
                one.write_bytes(data + draw.randbytes(40))
            elif kind == "empty":
                one.write_bytes(b"")
            elif kind == "remove":
                one.unlink()
            title = f"{name}: {kind} {one.relative_to(site)}"
            result = self.build(site)
            ok = self.check(f"{title}: the build ends well", result.returncode == 0, result.stderr)
            now, after = tree(site / "public"), self.wanted[name][1]
            wrong = [path for path in {*now, *after} if now.get(path) != after.get(path)]
            if ok and self.check(f"{title}: the bytes are those of a first build", not wrong, f"{wrong}\n{result.stderr}"):
                self.passed += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=60, help="how often each kind of change is attacked")
    parser.add_argument("--seed", type=int, default=1, help="what is drawn at random is drawn from it")
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="diglot-attack-") as folder:
        attack = Attack(str(arguments.program.resolve()), pathlib.Path(folder))
        for name in SCENARIOS:
            attack.prepare(name)
            attack.inject(name, arguments.rounds, draw)
        attack.together(arguments.rounds // 2)
        for name in ["edit", "change"]:
            attack.damage(name, arguments.rounds // 2, draw)
    print(f"{attack.passed} passed, {len(attack.faults)} failed")
    sys.exit(1 if attack.faults else 0)


if __name__ == "__main__":
    main()
