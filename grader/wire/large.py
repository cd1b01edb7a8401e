"""Large buffers: they cross in a file of memory that goes beside the frame, not in the frame's bytes.

Only the judge makes such files, and only the box maps them:

- Judge to box, the file is full and can't be written any more, nor shrunk nor grown. The box maps it copy-on-write and
  uses the mapping itself as an array's memory.
- Box to judge, the box says how large a file it needs; the judge makes it, the box writes in it and lets go of it
  before it goes on. The judge copies with `pread`, never maps (a shrunk file kills its reader).

Both count against the box: who holds a file, or maps it, can't hide that from the kernel (`MemoryFile.is_held`).
No descriptor ever goes from a box to a judge.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
from collections.abc import Iterator, Sequence

import numpy as np

from grader.wire.breach import Breach
from grader.wire.caps import MAX_PAYLOAD

__all__ = ["LARGE", "Buffer", "Lender", "MemoryFile", "Part", "Piece", "address_of", "fill", "place", "same_bytes"]

Buffer = bytes | bytearray | memoryview

LARGE = 1 << 20
"""Bytes from which on a buffer crosses in a file."""
_ALIGNED = 2 << 20
"""Where buffers begin in a file: a huge page."""
_STEP = 1 << 20
_SEALED = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE
_ROOM = 1 << 30
_MOST_FILES = 256
_LOCK = struct.Struct("hhqqi4x")

_memcmp = ctypes.CDLL(None).memcmp
_memcmp.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]


class MemoryFile:
    """A file without a name, in memory; closed with its last reader.

    `private` says that this process is the box, which maps the file, and `offered` that a box writes in it.
    """

    __slots__ = ("__weakref__", "_passing", "descriptor", "offered", "private", "size")

    def __init__(self, descriptor: int, size: int, *, private: bool = False, offered: bool = False) -> None:
        self.descriptor = descriptor
        self.size = size
        self.private = private
        self.offered = offered
        self._passing = -1

    def make_passing(self) -> None:
        """Open the file anew for the box; the lock on that falls when nobody has it or maps it any more.

        A lock of the file description (fcntl(2), "Open file description locks"), which a box may not touch.
        """
        access = os.O_RDWR if self.offered else os.O_RDONLY
        self._passing = os.open(f"/proc/self/fd/{self.descriptor}", access | os.O_CLOEXEC)
        fcntl.fcntl(self._passing, fcntl.F_OFD_SETLK, _LOCK.pack(fcntl.F_RDLCK, 0, 0, 0, 0))

    def pass_by(self, sock: socket.socket, data: bytes) -> int:
        """Send a descriptor with the first of these bytes; returns how many of them were sent."""
        if self._passing < 0:
            self.make_passing()
        sent = socket.send_fds(sock, [data], [self._passing])
        os.close(self._passing)
        self._passing = -1
        return sent

    def is_held(self) -> bool:
        """Does anybody have, or map, the descriptor that was passed?"""
        try:
            fcntl.fcntl(self.descriptor, fcntl.F_OFD_SETLK, _LOCK.pack(fcntl.F_WRLCK, 0, 0, 0, 0))
        except OSError:
            return True
        return False

    def close(self) -> None:
        """Let go of the file; its memory too, if it was made for a box to write in. Safe to call twice."""
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor < 0:
            return
        if self.offered:
            os.ftruncate(descriptor, 0)
        if self._passing >= 0:
            os.close(self._passing)
        os.close(descriptor)

    def __del__(self) -> None:
        self.close()


class Part:
    """One buffer in a file. What a box wrote may change at any moment: read it once."""

    __slots__ = ("file", "nbytes", "offset")

    def __init__(self, file: MemoryFile, offset: int, nbytes: int) -> None:
        self.file = file
        self.offset = offset
        self.nbytes = nbytes

    def __len__(self) -> int:
        return self.nbytes

    def read_into(self, target: memoryview, start: int = 0) -> None:
        """Fill `target` with the bytes from `start` on. Raises `Breach` if they are not there."""
        done, target = 0, target.cast("B") if target.nbytes else target
        while done < len(target):
            count = os.preadv(self.file.descriptor, [target[done:]], self.offset + start + done)
            if not count:
                raise Breach("a file that is shorter than it was")
            done += count

    def read(self) -> memoryview:
        """A copy of the bytes. Raises `Breach` if they are not there."""
        data = np.empty(self.nbytes, np.uint8).data
        self.read_into(data)
        return data

    def same(self, data: Buffer, runs: Sequence[tuple[int, int]] | None = None) -> bool:
        """Does the file still hold `data`? Looks at these runs of bytes (start, end) only, where they are given."""
        step = bytearray(min(_STEP, self.nbytes))
        room, view = memoryview(step), memoryview(data)
        for start, end in [(0, self.nbytes)] if runs is None else runs:
            for at in range(start, end, _STEP):
                piece = view[at : min(at + _STEP, end)]
                self.read_into(room[: len(piece)], at)
                if not same_bytes(room[: len(piece)], piece):
                    return False
        return True


Piece = Buffer | Part
Chosen = Sequence[tuple[int, Buffer]]
"""Large buffers, each with its place in a file."""


def place(sizes: Sequence[int]) -> tuple[list[int], int]:
    """Where buffers of these sizes lie in one file, -1 for those too small for it; and the size of the file."""
    places, end = [], 0
    for size in sizes:
        start = -(-end // _ALIGNED) * _ALIGNED
        places.append(start if size >= LARGE else -1)
        end = start + size if size >= LARGE else end
    return places, end


def fill(target: memoryview, data: Buffer | Part) -> None:
    """Copy a whole buffer to memory of its size. Raises `Breach` if a part is not there."""
    if not len(data):
        return
    if isinstance(data, Part):
        data.read_into(target)
    else:
        np.copyto(np.frombuffer(target, np.uint8), np.frombuffer(data, np.uint8))


def address_of(data: Buffer) -> int:
    """Where a buffer lies; it must not be empty."""
    address: int = np.frombuffer(data, np.uint8).__array_interface__["data"][0]
    return address


def same_bytes(one: Buffer, other: Buffer) -> bool:
    """As `==`, which goes through memory views byte by byte."""
    if len(one) != len(other):
        return False
    return not len(one) or not _memcmp(address_of(one), address_of(other), len(one))


class Lender:
    """Makes the files for one box.

    `folder` is where files with huge pages may be made (see `grader.judge.memory`); without it they are memfds. A box
    may hold `room` bytes of them: what it lets go of, mappings included, the kernel tells.
    """

    def __init__(self, folder: str = "", *, room: int = _ROOM) -> None:
        self._folder = folder
        self._room = room
        self._lent: list[MemoryFile] = []

    def pack(self, buffers: Sequence[Buffer]) -> list[Piece]:
        """The buffers, the large ones copied to one file; as they were, where there is no room for a file."""
        places, size = place([len(buffer) for buffer in buffers])
        if not size or size > MAX_PAYLOAD or not self._has_room(size):
            return list(buffers)
        chosen = [(start, buffer) for start, buffer in zip(places, buffers, strict=True) if start >= 0]
        file = self._huge(size, chosen) or _sealed(size, chosen)
        if file is None:
            return list(buffers)
        file.make_passing()
        self._lent.append(file)
        return [
            buffer if start < 0 else Part(file, start, len(buffer))
            for start, buffer in zip(places, buffers, strict=True)
        ]

    def offer(self, size: int) -> MemoryFile:
        """An empty file that a box may write in. Raises `Breach` for a size above the caps."""
        if not 0 < size <= MAX_PAYLOAD:
            raise Breach(f"a file of {size} bytes is above the caps")
        file = self._huge(size, offered=True)
        if file is None:
            file = MemoryFile(_make(), size, offered=True)
            os.ftruncate(file.descriptor, size)
            fcntl.fcntl(file.descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW)
        file.make_passing()
        return file

    def collect(self) -> None:
        """Forget the files that the box has let go of."""
        self._lent = [file for file in self._lent if file.is_held()]

    def _has_room(self, size: int) -> bool:
        self.collect()
        return len(self._lent) < _MOST_FILES and sum(file.size for file in self._lent) + size <= self._room

    def _huge(self, size: int, chosen: Chosen = (), *, offered: bool = False) -> MemoryFile | None:
        """A file with no seals: the box sees no path to open it anew, and has it for reading only unless it is offered.

        None where there is no such folder, or no room in it for the whole file: a box must not be the one to notice.
        """
        if not self._folder:
            return None
        try:
            descriptor = os.open(self._folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError:
            self._folder = ""
            return None
        file = MemoryFile(descriptor, size, offered=offered)
        try:
            if offered:
                os.posix_fallocate(descriptor, 0, size)
            _fill(descriptor, chosen)
        except OSError:
            return None
        return file


def _sealed(size: int, chosen: Chosen) -> MemoryFile | None:
    file = MemoryFile(_make(), size)
    try:
        _fill(file.descriptor, chosen)
    except OSError:
        return None
    fcntl.fcntl(file.descriptor, fcntl.F_ADD_SEALS, _SEALED)
    return file


def _make() -> int:
    return os.memfd_create("crossing", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)


def _fill(descriptor: int, chosen: Chosen) -> None:
    for start, buffer in chosen:
        for at, piece in _steps(memoryview(buffer)):
            done = 0
            while done < len(piece):
                done += os.pwrite(descriptor, piece[done:], start + at + done)


def _steps(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    step = 64 << 20
    for at in range(0, len(data), step):
        yield at, data[at : at + step]
