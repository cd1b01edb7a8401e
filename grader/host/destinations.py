"""Where reports of a course go on their own, beside the LMS that takes its scores: a webhook, a folder.

Whoever runs the server says so (`grade deliver`), never a course or a request. It is kept in the data folder, and read
again whenever it changed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from grader.errors import UsageError, worded
from grader.host.fetch import check_address
from grader.host.private import read_private
from grader.host.write import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Destination", "keep_destination", "read_destinations"]

NAME = "destinations.json"
_LONGEST = 2**20


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the reports of one course go, and in whose view."""

    webhook: str | None = None
    folder: str | None = None
    view: Literal["student", "staff"] = "student"


def read_destinations(data: Path) -> Mapping[str, Destination]:
    """By course.

    Raises:
        UsageError: the file can't be read, or others can read or change it.
    """
    path = data / NAME
    if not path.exists():
        return {}
    try:
        found = json.loads(read_private(path, most=_LONGEST))
        return {course: Destination(**one) for course, one in found.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise UsageError(worded("{path} can't be read: {reason}.", path=path, reason=error)) from error


def keep_destination(data: Path, course: str, destination: Destination) -> None:
    """Say where a course's reports go from now on; nowhere, when it names neither.

    Raises:
        UsageError: a webhook must be https, a folder must be there.
    """
    if destination.webhook is not None:
        try:
            check_address(destination.webhook)
        except ValueError as error:
            raise UsageError(
                worded("{url} can't be a webhook: {reason}.", url=ascii(destination.webhook[:200]), reason=error)
            ) from error
    if destination.folder is not None and not (
        Path(destination.folder).is_absolute() and Path(destination.folder).is_dir()
    ):
        raise UsageError(worded("{folder} is no folder.", folder=destination.folder), worded("Make it first."))
    known = dict(read_destinations(data))
    known.pop(course, None)
    if destination.webhook or destination.folder:
        known[course] = destination
    path = data / NAME
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    write_whole(path, json.dumps({name: asdict(one) for name, one in known.items()}, indent=2).encode())
    path.chmod(0o600)
