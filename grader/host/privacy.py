"""One person's data: all of it to take away, all of it gone, and gone again after a backup is put back."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import secrets
import zipfile
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
from grader.host.accounts.names import login_of
from grader.host.private import create_private, read_private
from grader.host.view import after_due
from grader.report import from_json, student_view, to_json
from grader.report.views import shown_names
from grader.store.audit import LOCAL, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from grader.course.model import Course
    from grader.host.accounts.viewer import Viewer
    from grader.host.host import Host
    from grader.report.model import Report
    from grader.store import Store
    from grader.store.account_rows import UserRow
    from grader.store.personal import Subject

__all__ = ["ERASURES", "KEY", "apply_erasures", "apply_retention", "erase_person", "export_person", "find_subject"]

ERASURES, KEY = "erasures.jsonl", "erasures.key"
"""Beside the database: who was erased, as keyed hashes, and the keys (a line each)."""
_LONGEST_KEYS = 1 << 16


def find_subject(store: Store, name: str) -> Subject:
    """The person with this name, public id or student id.

    Raises:
        UsageError: the store knows of nobody with it.
    """
    storable = name.encode("utf-8", "replace").decode("utf-8")
    owner = store.personal.owner(storable)
    user = store.accounts.user(owner) if owner is not None else _user(store, storable)
    found = store.personal.subject(user, storable)
    if found is None:
        raise UsageError(worded("Nobody here is called {name}.", name=ascii(name[:100])))
    return found


def export_person(store: Store, person: Subject, courses: Mapping[str, Course], now: datetime) -> bytes:
    """Everything the store holds of a person as a zip: data.json, and what they handed in and were told as files.

    Reports and the names of tests are as the student may see them `now`, without seeds. Secrets are left out: they
    are kept as hashes, which tell nothing. So are scores that a regrade proposed and nobody applied.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = store.personal.rows(person)
        rows.pop("proposals", None)
        names: dict[int, dict[str, str]] = {}
        for number in person.submissions:
            name, data = store.package(number)
            archive.writestr(f"submissions/{number}/{_file_name(name)}", data)
            document = store.report(number)
            if document is not None:
                report = from_json(document)
                view = _as_seen(store, report, courses, now)
                names[number] = shown_names(report, view)
                archive.writestr(f"reports/{number}.json", to_json(view))
        for row in rows.get("disputes", ()):
            row["test"] = names.get(row["submission_id"], {}).get(row["test"], row["test"].partition("[")[0])
        for row in rows.get("submissions", ()):
            del row["seed"]
        told = {"person": person.students, "made_at": now, **rows}
        archive.writestr("data.json", json.dumps(told, indent=2, ensure_ascii=False, default=_plain))
    return packed.getvalue()


def erase_person(store: Store, folder: Path, person: Subject, now: datetime, *, by: Viewer | None = None) -> None:
    """Delete everything of a person, and note in `folder` that they were erased, so that no backup brings them back.

    What is noted are keyed hashes. Pages of reports that were written into the folder go too.
    """
    key = _keys(folder, make=True)[0]
    names = _names(person.user, person.students)
    lines = [json.dumps({"at": now.isoformat(), "digest": _digest(key, name)}) + "\n" for name in names]
    handle = os.open(folder / ERASURES, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="ascii") as file:  # first: an erasure that was cut short is ended at a restart
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    _erase(store, folder, person, now, by)


def apply_erasures(store: Store, folder: Path, now: datetime) -> int:
    """Erase again whoever the folder's list names and the store still holds; how many.

    Somebody who came back after they were erased, or another person under the same student id, is left alone.
    """
    noted = _noted(folder)
    keys = _keys(folder)
    if not noted or not keys:
        return 0
    people: list[tuple[UserRow | None, tuple[str, ...]]] = [
        (user, tuple(part.student for part in user.memberships if part.student)) for user in store.accounts.users()
    ]
    people += [(None, (student,)) for student in store.personal.unowned()]
    erased = 0
    for user, students in people:
        digests = [_digest(key, name) for key in keys for name in _names(user, students)]
        at = max((noted[digest] for digest in digests if digest in noted), default=None)
        person = None if at is None else store.personal.subject(user, *students[:1])
        if at is not None and person is not None and (person.newest is None or person.newest <= at):
            _erase(store, folder, person, now, None)
            erased += 1
    return erased


def apply_retention(host: Host, folder: Path) -> int:
    """Delete what was handed in longer ago than the course keeps it, with all that hangs on it; how many submissions.

    Users who are left without any course are erased.
    """
    keep = host.course.retention
    if keep is None:
        return 0
    now, store = host.now(), host.store
    before = now - keep
    gone = store.personal.expire(
        host.course.id, before, Entry(now, host.course.id, "expire", LOCAL, detail={"before": before.isoformat()})
    )
    _remove_pages(folder, gone)
    for number in store.personal.idle(before):
        person = store.personal.subject(store.accounts.user(number))
        if person is not None:
            _erase(store, folder, person, now, None)
    return len(gone)


def _erase(store: Store, folder: Path, person: Subject, now: datetime, by: Viewer | None) -> None:
    student = person.students[0] if person.students else None
    user = None if person.user is None else person.user.id
    detail = {"submissions": len(person.submissions)}
    actor = LOCAL if by is None else by.public_id
    store.personal.erase(person, Entry(now, None, "erase", actor, student=student, user=user, detail=detail))
    _remove_pages(folder, person.submissions)


def _remove_pages(folder: Path, submissions: Iterable[int]) -> None:
    """What `grade report --html` wrote."""
    for number in submissions:
        (folder / "reports" / f"{number}.html").unlink(missing_ok=True)


def _user(store: Store, name: str) -> UserRow | None:
    return store.accounts.user(login=login_of(name)) or store.accounts.user(public_id=name)


def _names(user: UserRow | None, students: Iterable[str]) -> list[bytes]:
    """What a person can be known by in a backup. A public id is never another's; a student id may become so."""
    names = [f"student\0{name}" for name in students]
    if user is not None:
        names.append(f"user\0{user.public_id}")
    return [name.encode() for name in names]


def _digest(key: bytes, name: bytes) -> str:
    return hmac.new(key, name, hashlib.sha256).hexdigest()


def _noted(folder: Path) -> dict[str, datetime]:
    """When whom: the last time that each hash was noted. A line that a crash cut short says nothing."""
    path, noted = folder / ERASURES, {}
    lines = path.read_text("ascii", "replace").splitlines() if path.is_file() else []
    for line in lines:
        try:
            one = json.loads(line)
            noted[one["digest"]] = datetime.fromisoformat(one["at"])
        except (ValueError, KeyError, TypeError):
            continue
    return noted


def _keys(folder: Path, *, make: bool = False) -> list[bytes]:
    """This folder's own first; several where what another server had erased was taken over."""
    path = folder / KEY
    if not os.path.lexists(path):
        if not make:
            return []
        create_private(path, secrets.token_hex(32).encode("ascii") + b"\n")
    try:
        return [bytes.fromhex(line) for line in read_private(path, most=_LONGEST_KEYS).decode("ascii").split()]
    except ValueError:
        raise UsageError(
            worded("{path} holds no key.", path=path), worded("Put the file back from your backup.")
        ) from None


def _as_seen(store: Store, report: Report, courses: Mapping[str, Course], now: datetime) -> Report:
    course = courses.get(report.course)
    if course is None or report.exercise not in {exercise.slug for exercise in course.exercises}:
        return student_view(report, after_due=False)
    extension = store.classbook.extension(course.id, report.student, report.exercise)
    return student_view(report, after_due=after_due(course, report.exercise, now, extension))


def _file_name(name: str) -> str:
    """What the student called it, as far as that is a file's name."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(sign if sign.isprintable() else "_" for sign in last).lstrip(".") or "submission"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
