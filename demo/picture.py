"""Draws the README's picture of a terminal report: `make demo`, then `python -m demo.picture`."""

from __future__ import annotations

import io
import re
import sys

from rich.console import Console

from demo.__main__ import OUTPUT, REPOSITORY
from grader.course import load_course
from grader.report import from_json, render_terminal

STUDENT, SLUG = "gwen", "manual_update"
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
PICTURE = REPOSITORY / "docs" / "img" / "report.svg"


def main() -> int:
    """Write docs/img/report.svg; exit code 2 when the demo was not run."""
    written = OUTPUT / "reports" / STUDENT / f"{SLUG}.json"
    if not written.exists():
        sys.stderr.write(f"{written.relative_to(REPOSITORY)} is missing. Run: make demo\n")
        return 2
    console = Console(file=io.StringIO(), record=True, width=92, force_terminal=True, color_system="truecolor")
    exercise = load_course(REPOSITORY).exercise(SLUG)
    render_terminal(from_json(written.read_bytes()), console, title=exercise.title("en"))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    svg = console.export_svg(title=f"grade submit {SLUG}.py")
    svg = _FONTS.sub("", svg)  # a picture in a README must fetch nothing
    PICTURE.write_text(svg, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
