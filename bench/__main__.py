"""Runs the benches one after the other and puts their tables into docs/performance.md: `python -m bench [PART...]`.

Each part is a module of this folder that prints Markdown. A part that fails leaves its tables as they were.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from bench.cost import REPOSITORY

PAGE = REPOSITORY / "docs" / "performance.md"
_QUIET = 0.5


def main(wanted: Sequence[str]) -> int:
    """The exit code: 0 when every part ran, 1 when one failed, 2 when there is no such part."""
    parts = re.findall(r"<!-- bench: (\w+) -->", PAGE.read_text(encoding="utf-8"))
    if unknown := set(wanted) - set(parts):
        print(f"No such part: {', '.join(sorted(unknown))}. There are: {', '.join(parts)}.", file=sys.stderr)
        return 2
    load = os.getloadavg()[0]
    if load > _QUIET:
        print(f"The load of this machine is {load:.1f}: figures taken now are noise.", file=sys.stderr)
    failed = []
    for part in parts:
        if part == "machine":
            PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), part, describe_machine(load)), encoding="utf-8")
        elif part in wanted or not wanted:
            print(f"bench: {part}", file=sys.stderr)
            began = time.monotonic()
            done = subprocess.run(
                [sys.executable, "-m", f"bench.{part}"], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=False
            )
            print(f"bench: {part} took {time.monotonic() - began:.0f} s", file=sys.stderr)
            print(done.stdout, flush=True)
            if done.returncode:
                failed.append(part)
            else:
                PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), part, done.stdout.strip()), encoding="utf-8")
    if failed:
        print(f"bench: failed, and their tables are as they were: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def fill(page: str, part: str, text: str) -> str:
    """The page with `text` between the markers of a part. Raises `ValueError` if they are not there once."""
    opening, closing = f"<!-- bench: {part} -->\n", f"<!-- end: {part} -->"
    if page.count(opening) != 1 or page.count(closing) != 1:
        raise ValueError(f"the markers of {part} are not on the page, or there twice")
    before, _, rest = page.partition(opening)
    return f"{before}{opening}{text}\n{closing}{rest.partition(closing)[2]}"


def describe_machine(load: float) -> str:
    """In plain terms, without names and paths."""
    models = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    linux = ".".join(platform.release().split(".")[:2])
    return (
        f"{os.cpu_count()} cores ({models[0] if models else platform.machine()}), {memory:.0f} GiB of memory, Linux"
        f" {linux}, Python {platform.python_version()}, torch {version('torch')}, pytest {version('pytest')}."
        f" Load when the bench began: {load:.1f}."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
