"""What could not be sent yet: kept whole in the state folder, with when it was handed in by this machine's clock."""

from __future__ import annotations

import base64
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course.state import state_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Parcel", "drop", "keep", "lay_aside", "waiting"]

_FOLDER = "outbox"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One hand-in on its way."""

    server: str
    course: str
    slug: str
    name: str
    data: bytes
    key: str
    """Names the hand-in, however often it is sent."""
    claimed_at: str
    """When it was handed in, by the student's clock, in ISO 8601 with a zone; a claim that staff see."""
    device: str = "auto"
    language: str = "en"
    account: str = ""
    """Whose it is, by the server's own id; empty: not known."""


def keep(parcel: Parcel) -> Path:
    """Put a parcel on disk, whole or not at all. Raises `UsageError` or `OSError` where it can't be."""
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    about = {**asdict(parcel), "data": base64.b64encode(parcel.data).decode()}
    handle, name = tempfile.mkstemp(dir=folder, prefix=".")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(about, file)
        file.flush()
        os.fsync(file.fileno())
    path = folder / f"{parcel.key}.json"
    Path(name).replace(path)
    return path


def waiting(server: str) -> Iterator[Parcel]:
    """What is to go to a server, oldest first. What can't be read is left where it is."""
    folder = _folder()
    found = []
    for path in folder.glob("*.json") if folder.is_dir() else ():
        try:
            about = json.loads(path.read_text(encoding="utf-8"))
            parcel = Parcel(**{**about, "data": base64.b64decode(about["data"])})
        except (OSError, ValueError, TypeError, KeyError):
            continue
        if parcel.server == server:
            found.append(parcel)
    yield from sorted(found, key=lambda parcel: parcel.claimed_at)


def drop(parcel: Parcel) -> None:
    """It arrived."""
    (_folder() / f"{parcel.key}.json").unlink(missing_ok=True)


def lay_aside(parcel: Parcel) -> Path:
    """The server refuses it: it is not sent again, and not lost."""
    path = _folder() / f"{parcel.key}.json"
    return path.rename(path.with_suffix(".refused"))


def _folder() -> Path:
    return state_folder() / _FOLDER
