"""A server's, or a course's, state in one file: the database, secrets and keys, and who asked to be forgotten."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from grader import __version__
from grader.errors import UsageError, worded
from grader.host.privacy import ERASURES, KEY, apply_erasures
from grader.host.write import write_whole
from grader.store import Store
from grader.store.snapshot import check_database, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Backup", "back_up", "in_use", "restore"]

DATABASE, LOCK = "grader.db", "serve.lock"
_SINGLE = ("secret", ERASURES, KEY, "destinations.json")
_FOLDERS = ("secrets", "keys")
_MANIFEST = "manifest.json"
_MOST_MEMBERS = 10_000


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    made_at: str
    grader: str
    files: dict[str, str]
    """SHA-256 by name."""


def back_up(folder: Path, file: Path, store: Path | str | None = None) -> Backup:
    """Write everything that `folder` keeps to `file` (tar.gz, for its owner only), also while a server runs on it.

    `store` is the database, where it is not the file in the folder. In the backup it is a file in any case.

    Raises:
        UsageError: nothing to keep there, or `file` can't be written.
        InternalError: the database is damaged.
    """
    with tempfile.TemporaryDirectory(dir=_parent(file), prefix=".backup-") as scratch:
        copy = Path(scratch) / DATABASE
        snapshot(store or folder / DATABASE, copy)
        members = {DATABASE: copy, **{name: folder / name for name in _kept(folder)}}
        whole = Path(scratch) / "backup.tar.gz"
        with tarfile.open(whole, "w:gz", compresslevel=6) as archive:
            digests = {name: _add(archive, name, path) for name, path in members.items()}
            made = Backup(datetime.now(UTC).isoformat(timespec="seconds"), __version__, digests)
            about = json.dumps({"made_at": made.made_at, "grader": made.grader, "files": made.files}, indent=2).encode()
            info = _member(_MANIFEST, len(about))
            archive.addfile(info, io.BytesIO(about))
        whole.chmod(0o600)
        with whole.open("rb") as done:
            os.fsync(done.fileno())
        whole.replace(file)
    return made


def restore(file: Path, folder: Path, *, replace: bool = False, store: Path | str | None = None) -> Path | None:
    """Make `folder` what it was when the backup was made; who was erased since stays erased.

    With `replace` what is there is moved aside first; where to is returned. The database is brought to this grader's
    schema, and its rows go to `store`, which must be empty, where that is not the file in the folder.

    Raises:
        UsageError: no backup, damaged, or made by a newer grader; `folder` is in use, or is not empty.
        InternalError: the store is away.
    """
    parent = _parent(folder)
    with tempfile.TemporaryDirectory(dir=parent, prefix=".restore-") as scratch:
        fresh = Path(scratch) / "data"
        fresh.mkdir(mode=0o700)
        _unpack(file, fresh)
        check_database(fresh / DATABASE)
        if not folder.is_dir() or not any(folder.iterdir()):
            aside = None
        elif not replace:
            raise UsageError(worded("{folder} is not empty.", folder=folder), worded("Add --replace to move it aside."))
        else:
            aside = folder.with_name(f"{folder.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        with nullcontext() if aside is None else in_use(folder):
            for name in (ERASURES, KEY):
                _join(folder / name, fresh / name)
            _make_current(fresh, store)
            if aside is not None:
                folder.rename(aside)
            fresh.rename(folder)
    return aside


def _make_current(fresh: Path, store: Path | str | None) -> None:
    """Forget whoever was erased since, and bring the rows to the store that they are for."""
    with Store.open(fresh / DATABASE) as restored:
        apply_erasures(restored, fresh, datetime.now(UTC))
        if store is None:
            return
        with Store.open(store) as target:
            restored.copy_to(target)
    for path in fresh.glob(f"{DATABASE}*"):
        path.unlink()


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Hold a server's folder: one process at a time.

    Raises:
        UsageError: another one holds it.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(
                worded("A server runs on {folder}.", folder=folder), worded("Stop it first, or name another --data.")
            ) from error
        yield
    finally:
        os.close(handle)


def _kept(folder: Path) -> list[str]:
    """Names of the files beside the database that belong into a backup; links are none of ours."""
    found = [name for name in _SINGLE if (folder / name).is_file() and not (folder / name).is_symlink()]
    for inner in _FOLDERS:
        paths = sorted((folder / inner).iterdir()) if (folder / inner).is_dir() else []
        found += [f"{inner}/{path.name}" for path in paths if path.is_file() and not path.is_symlink()]
    return found


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        archive.addfile(_member(name, path.stat().st_size), file)
    return digest


def _member(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def _unpack(file: Path, folder: Path) -> None:
    """Every file that the manifest names, with the content that it names, and nothing else."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            members = {member.name: member for member in archive.getmembers()[:_MOST_MEMBERS]}
            about = _read(archive, members.pop(_MANIFEST))
            digests: dict[str, str] = json.loads(about)["files"]
            if set(digests) != set(members) or DATABASE not in digests:
                raise KeyError("other files than its list says")
            for name, digest in digests.items():
                _write(archive, members[name], folder, digest)
    except (OSError, tarfile.TarError, EOFError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            worded("{file} is no whole backup: {reason}.", file=file, reason=getattr(error, "strerror", None) or error),
            worded("Use another one."),
        ) from error


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, digest: str) -> None:
    inner, _, name = member.name.rpartition("/")
    is_known = member.name in (DATABASE, *_SINGLE) or (inner in _FOLDERS and name not in ("", ".", ".."))
    source = archive.extractfile(member) if member.isreg() and is_known else None
    if source is None:
        raise ValueError(f"{member.name!a} does not belong there")
    path = folder / member.name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    with path.open("rb") as written:
        if hashlib.file_digest(written, "sha256").hexdigest() != digest:
            raise ValueError(f"{member.name} is damaged")


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    source = archive.extractfile(member)
    if source is None:
        raise ValueError("no list of files")
    return source.read()


def _join(now: Path, then: Path) -> None:
    """Who was erased after the backup was made must not come back with it."""
    lines = [line for path in (then, now) if path.is_file() for line in path.read_bytes().splitlines()]
    if lines:
        write_whole(then, b"".join(line + b"\n" for line in dict.fromkeys(lines)))
        then.chmod(0o600)


def _parent(path: Path) -> Path:
    parent = path.absolute().parent
    if not parent.is_dir():
        raise UsageError(worded("There is no folder {folder}.", folder=parent))
    return parent
