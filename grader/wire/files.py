"""A folder that both sides have, kept in step by copy: what changed since the last time, and the other side's changes.

The judge keeps one `Mirror` of the folder above every `tmp_path`, the box one of its own folder at the same path:

    judge: files = mirror.take_changes(encoder.attach)    before it asks, before encoder.graph()
    box:   mirror.apply(files, decoder.buffer)            before the call
    box:   files = mirror.take_changes(encoder.attach)    after the call
    judge: mirror.apply(files, decoder.buffer)            before the suite goes on

Regular files and folders cross, nothing else; a link, FIFO, socket or device is as if it were not there.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader.wire.breach import Breach, CannotCross
from grader.wire.large import Buffer, Part

__all__ = ["FOLDER", "GONE", "MAX_BYTES", "MAX_FILES", "MAX_FILE_BYTES", "Change", "Mirror"]

MAX_FILES = 1000
"""Files and folders in one mirror."""
MAX_FILE_BYTES = 64 << 20
MAX_BYTES = 256 << 20
"""Of all files of one mirror."""
_MAX_DEPTH = 16
_MAX_NAME = 255
_MAX_PATH = 1024
_STEP = 1 << 20
_RECENT_NS = 100_000_000
"""A file written so shortly before it was looked at may change again without a new time stamp: the clock of a file
system ticks every 1 to 10 ms."""
_MARK = 1_000_000_000
"""A time of change, in ns, of a folder that was found empty."""

_list = os.listdir  # also where a suite has put something else in its place
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

Signature = tuple[int, int, int, int]
"""Size, time of change in ns, inode, time of the inode's change in ns."""


Change = tuple[str, int]
"""What became of a path: the number of the buffer with a file's new contents, `FOLDER`, or `GONE`."""
FOLDER, GONE = -1, -2


@dataclass(slots=True)
class _Known:
    """A path as both sides have it; a folder has neither signature nor digest."""

    size: int = 0
    signature: Signature | None = None
    digest: bytes = b""
    recent: bool = False


class Mirror:
    """One side's folder. It need not exist yet; what it holds when it is first looked at counts as changed."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._known: dict[str, _Known] = {}
        self._bytes = 0

    def take_changes(self, attach: Callable[[Buffer], int]) -> list[Change]:
        """What changed here since the last exchange: both sides have it from now on.

        `attach` puts a file's contents in the frame and says at which number.

        Raises `CannotCross` for more files, or larger ones, than the caps allow.
        """
        if not self._known and self._is_marked():
            return []
        found = self._scan()
        if not found:
            self._mark()
        changes = [(path, GONE) for path in sorted(self._known.keys() - found.keys(), reverse=True)]
        changes += self._gone_kinds(found)
        known: dict[str, _Known] = {}
        for path, seen in found.items():
            before = self._known.get(path)
            if seen is None:
                known[path] = _Known()
                if before is None or before.signature is not None:
                    changes.append((path, FOLDER))
                continue
            if before is not None and before.signature == seen and not before.recent:
                known[path] = before
                continue
            data, known[path] = self._read(path)
            if before is None or before.digest != known[path].digest:
                changes.append((path, attach(data)))
        self._known = known
        self._bytes = sum(each.size for each in known.values())
        return changes

    def apply(self, changes: Sequence[Change], buffer: Callable[[int], Buffer | Part]) -> None:
        """Do here what was done there; `buffer` gives what `attach` took, or raises `Breach`.

        Raises `Breach` for anything that `take_changes` would not have said, and for what does not fit this folder.
        """
        if len(changes) > 2 * MAX_FILES:
            raise Breach(f"more than {MAX_FILES} files changed")
        for path, content in changes:
            _check_path(path)
            if content < GONE:
                raise Breach("a change of no kind")
            if content >= 0 and len(buffer(content)) > MAX_FILE_BYTES:
                raise Breach(f"a file of more than {MAX_FILE_BYTES} bytes")
        if not changes:
            return
        try:
            root = os.open(self._folder, _FOLDER)
        except FileNotFoundError:
            Path(self._folder).mkdir(mode=0o700)
            root = os.open(self._folder, _FOLDER)
        try:
            for path, content in changes:
                self._apply(root, path, content, buffer)
        except OSError as error:
            raise Breach(f"a change that does not fit: {error.strerror}") from error
        finally:
            os.close(root)

    def _mark(self) -> None:
        """Give the empty folder a time of change that no change gives it: it need not be looked through until then.

        Whoever marks it in the box, its files in it, keeps them from the judge, which knows what it has by itself.
        """
        with suppress(OSError):
            os.utime(self._folder, ns=(_MARK, _MARK))

    def _is_marked(self) -> bool:
        try:
            return os.stat(self._folder).st_mtime_ns == _MARK  # noqa: PTH116 - before each question
        except OSError:
            return False

    def sweep(self) -> None:
        """Nothing to do when a box ends: what it did not send is not here."""

    def discard(self) -> None:
        """In the box, when more changed than may cross: remove what changed, so that the next test finds room."""
        found = self._scan(capped=False)
        changed = [path for path, seen in found.items() if not self._is_known(path, seen)]
        try:
            root = os.open(self._folder, _FOLDER)
        except OSError:
            return
        try:
            for path in reversed(changed):
                with suppress(OSError), _Above(root, path) as (above, name):
                    _remove(above, name)
        finally:
            os.close(root)

    def _is_known(self, path: str, seen: Signature | None) -> bool:
        before = self._known.get(path)
        return before is not None and before.signature == seen

    def _apply(self, root: int, path: str, content: int, buffer: Callable[[int], Buffer | Part]) -> None:
        before = self._known.get(path)
        if content != GONE and before is None and len(self._known) >= MAX_FILES:
            raise Breach(f"more than {MAX_FILES} files")
        with _Above(root, path) as (above, name):
            if content == GONE:
                self._bytes -= before.size if before else 0
                self._known.pop(path, None)
                _remove(above, name)
            elif content == FOLDER:
                with suppress(FileExistsError):
                    os.mkdir(name, 0o700, dir_fd=above)
                os.close(os.open(name, _FOLDER, dir_fd=above))
                self._known[path] = _Known()
            else:
                data = buffer(content)
                self._bytes += len(data) - (before.size if before else 0)
                if self._bytes > MAX_BYTES:
                    raise Breach(f"files of more than {MAX_BYTES} bytes")
                self._known[path] = _write(above, name, data)

    def _gone_kinds(self, found: dict[str, Signature | None]) -> Iterator[Change]:
        """Files that became folders and folders that became files go first."""
        for path in sorted(self._known.keys() & found.keys(), reverse=True):
            if (self._known[path].signature is None) != (found[path] is None):
                yield path, GONE

    def _scan(self, *, capped: bool = True) -> dict[str, Signature | None]:
        """All paths with a file's signature, None for a folder; a folder stands before what it holds."""
        found: dict[str, Signature | None] = {}
        try:
            root = os.open(self._folder, _FOLDER)
        except OSError:
            return found
        total, open_folders = 0, [("", root)]
        try:
            while open_folders:
                above, descriptor = open_folders.pop()
                try:
                    names = sorted(_list(descriptor))
                    for name in names:
                        entry = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
                        path = f"{above}{name}"
                        if stat.S_ISDIR(entry.st_mode):
                            found[path] = None
                            open_folders.append((f"{path}/", os.open(name, _FOLDER, dir_fd=descriptor)))
                        elif stat.S_ISREG(entry.st_mode):
                            found[path] = (entry.st_size, entry.st_mtime_ns, entry.st_ino, entry.st_ctime_ns)
                            total += entry.st_size
                        else:
                            continue
                        if capped:
                            self._check_caps(path, entry.st_size, len(found), total)
                finally:
                    os.close(descriptor)
        finally:
            for _, descriptor in open_folders:
                os.close(descriptor)
        return found

    @staticmethod
    def _check_caps(path: str, size: int, count: int, total: int) -> None:
        if count > MAX_FILES:
            raise CannotCross(f"more than {MAX_FILES} files in a temporary folder")
        if size > MAX_FILE_BYTES or total > MAX_BYTES:
            raise CannotCross(f"a file of more than {MAX_FILE_BYTES >> 20} MiB, or {MAX_BYTES >> 20} MiB of files")
        try:
            _check_path(path)
        except Breach:
            raise CannotCross(f"a file named {path!r}") from None

    def _read(self, path: str) -> tuple[bytes, _Known]:
        """A file's contents; at most as much as may cross, however large it became."""
        root = os.open(self._folder, _FOLDER)
        try:
            with _Above(root, path) as (above, name):
                descriptor = os.open(name, _READ, dir_fd=above)
        finally:
            os.close(root)
        try:
            known = _look(descriptor, b"")
            parts, left = [], MAX_FILE_BYTES + 1
            while left and (part := os.read(descriptor, min(_STEP, left))):
                parts.append(part)
                left -= len(part)
        finally:
            os.close(descriptor)
        if not left:
            raise CannotCross(f"a file of more than {MAX_FILE_BYTES >> 20} MiB")
        data = b"".join(parts)
        known.digest = _digest(data)
        return data, known


class _Above:
    """The open folder that holds a path, reached without following a link; and the path's last name."""

    def __init__(self, root: int, path: str) -> None:
        *self._folders, self._name = path.split("/")
        self._descriptor = os.dup(root)

    def __enter__(self) -> tuple[int, str]:
        try:
            for folder in self._folders:
                below = os.open(folder, _FOLDER, dir_fd=self._descriptor)
                os.close(self._descriptor)
                self._descriptor = below
        except OSError:
            os.close(self._descriptor)
            raise
        return self._descriptor, self._name

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)


def _check_path(path: str) -> None:
    names = path.split("/")
    if len(path) > _MAX_PATH or len(names) > _MAX_DEPTH:
        raise Breach("a path that is too long")
    for name in names:
        if name in ("", ".", "..") or not name.isprintable() or len(os.fsencode(name)) > _MAX_NAME:
            raise Breach("a path that leads elsewhere, or cannot be shown")


def _remove(above: int, name: str) -> None:
    try:
        folder = stat.S_ISDIR(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return
    if folder:
        with suppress(OSError):  # it holds what does not cross
            os.rmdir(name, dir_fd=above)
    else:
        os.unlink(name, dir_fd=above)


def _write(above: int, name: str, content: Buffer | Part) -> _Known:
    """Write in place, so that who has the file open sees it; never to what is no regular file of one name."""
    try:
        descriptor = os.open(name, _WRITE | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=above)
    except FileExistsError:
        descriptor = os.open(name, _WRITE, dir_fd=above)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Breach("a file where there is none")
        os.ftruncate(descriptor, 0)
        view = content.read() if isinstance(content, Part) else memoryview(content)
        done = 0
        while done < len(view):
            done += os.write(descriptor, view[done : done + _STEP])
        return _look(descriptor, _digest(view))
    finally:
        os.close(descriptor)


def _look(descriptor: int, digest: bytes) -> _Known:
    found = os.fstat(descriptor)
    signature = (found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime_ns)
    recent = max(found.st_mtime_ns, found.st_ctime_ns) > time.time_ns() - _RECENT_NS
    return _Known(found.st_size, signature, digest, recent)


def _digest(data: Buffer) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
