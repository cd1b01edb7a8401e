"""Does a file for students give a solution away?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.authoring.stub import BEGIN, END

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.authoring.stub import Cut

__all__ = ["find_leaks"]

TELLING = 20
"""A line this long says something by itself; shorter ones (`loss.backward()`) are everyone's."""
RUN = 3
"""So many lines in a row are a leak however short they are."""


def find_leaks(cut: Cut, files: Mapping[str, str]) -> tuple[str, ...]:
    """Where text of a solution region stands in `files` (text by name): one "file:line" each, in order.

    Lines are compared without their indentation. A long line is a leak by itself unless it only opens a block
    (`with torch.no_grad():`) or stands in the stub too; short lines are one when three follow each other as in the
    region. A marker left over is a leak.
    """
    public = {line.strip() for line in cut.stub.splitlines()}
    regions = [[line.strip() for line in region if line.strip()] for region in cut.regions]
    telling = {line for region in regions for line in region if _tells(line) and line not in public}
    runs = {tuple(region[at : at + RUN]) for region in regions for at in range(len(region) - RUN + 1)}
    found = []
    for name, text in files.items():
        lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        for at, (number, line) in enumerate(lines):
            following = tuple(content for _, content in lines[at : at + RUN])
            if line in telling or following in runs or BEGIN in line or END in line:
                found.append(f"{name}:{number}")
    return tuple(found)


def _tells(line: str) -> bool:
    return len(line) >= TELLING and not line.endswith(":")
