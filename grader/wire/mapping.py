"""The box's side of a file of memory: mapped copy-on-write as the memory of an array, and what was written there."""

from __future__ import annotations

import ctypes
import mmap
import os
import weakref
from contextlib import suppress

import numpy as np

from grader.wire.large import Buffer, MemoryFile, Part, address_of, same_bytes

__all__ = ["Snapshot", "is_same", "keep_snapshot", "map_part", "remap_part", "watch_pages", "write_out"]

_PAGE = mmap.PAGESIZE
_STEP = 8 << 20
_MOST_KEPT = 64
"""Files kept open to compare with; a box may have 128 descriptors."""
_MOST_COPIED = 16 << 20
_FIXED = 0x10

_libc = ctypes.CDLL(None, use_errno=True)
_mmap, _munmap = _libc.mmap, _libc.munmap
_mmap.restype = ctypes.c_void_p
_mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
_munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]

_kept: weakref.WeakSet[MemoryFile] = weakref.WeakSet()
_mapped: dict[int, tuple[int, object]] = {}
"""Live mappings by their address: size, and a mark that is another one as soon as another file lies there."""
_page_map: list[tuple[int, tuple[int, int]]] = []


def map_part(part: Part) -> ctypes.Array[ctypes.c_ubyte]:
    """The part as memory that may be written without the file noticing; unmapped with its last user.

    Raises `MemoryError` where the box's limit does not allow it.
    """
    address = _map(None, part, 0)
    block = (ctypes.c_ubyte * part.nbytes).from_address(address)
    weakref.finalize(block, _unmap, address, part.nbytes).atexit = False
    _mapped[address] = (part.nbytes, object())
    return block


def remap_part(part: Part, address: int) -> bool:
    """Put the part in the place of one that is mapped at this address; False if none of this size is."""
    if address not in _mapped or _mapped[address][0] != part.nbytes:
        return False
    _map(address, part, _FIXED)
    _mapped[address] = (part.nbytes, object())
    return True


def _unmap(address: int, size: int) -> None:
    _mapped.pop(address, None)
    _munmap(address, size)


def _map(address: int | None, part: Part, flags: int) -> int:
    protection = mmap.PROT_READ | mmap.PROT_WRITE
    flags |= mmap.MAP_PRIVATE
    found: int | None = _mmap(address, part.nbytes, protection, flags, part.file.descriptor, part.offset)
    if found is None or found == ctypes.c_void_p(-1).value:
        raise MemoryError(f"there is no room for {part.nbytes} bytes: {os.strerror(ctypes.get_errno())}")
    return found


class Snapshot:
    """A part of a file that the other side has in a block's place."""

    __slots__ = ("_address", "_mark", "_part")

    def __init__(self, part: Part, address: int) -> None:
        self._part = part
        self._address = address
        self._mark = _mapped.get(address)

    def same(self, data: Buffer) -> bool:
        """Is `data`, which lies where the block does, what the part was?"""
        part = self._part
        if len(data) != part.nbytes:
            return False
        in_place = (
            self._mark is not None and _mapped.get(self._address) is self._mark and address_of(data) == self._address
        )
        runs = _written(self._address, part.nbytes) if in_place else None
        if runs == []:
            return True
        return part.file.descriptor >= 0 and part.same(data, runs)


def keep_snapshot(data: Buffer | Part, address: int = 0) -> bytes | Snapshot | None:
    """What to compare a block with later, to know whether it still is what came from the other side or went there.

    None where that would take too much. `address` is where a part is mapped.
    """
    if not isinstance(data, Part):
        return bytes(data) if len(data) <= _MOST_COPIED else None
    if data.file.offered:
        return None
    if data.file not in _kept:
        if len(_kept) >= _MOST_KEPT:
            return None
        _kept.add(data.file)
    return Snapshot(data, address)


def is_same(known: bytes | Snapshot | None, data: Buffer) -> bool:
    """Is `data` what was kept?"""
    if type(known) is bytes:
        return known == data if type(data) is bytes else same_bytes(known, data)
    return known is not None and known.same(data)  # type: ignore[union-attr]


def watch_pages() -> None:
    """Have the kernel's own record of this process's pages at hand, which lies outside of a box: call before confining.

    Without it a block is compared as a whole.
    """
    _page_map.clear()
    with suppress(OSError):
        descriptor = os.open("/proc/self/pagemap", os.O_RDONLY | os.O_CLOEXEC)
        found = os.fstat(descriptor)
        _page_map.append((descriptor, (found.st_dev, found.st_ino)))


def _written(address: int, nbytes: int) -> list[tuple[int, int]] | None:
    """Runs of bytes on pages that are no longer the file's; None if that can't be told.

    See Documentation/admin-guide/mm/pagemap.rst: bit 63 is "present", 62 "swapped", 61 "page of a file".
    """
    if not _page_map:
        return None
    descriptor, identity = _page_map[0]
    pages = -(-nbytes // _PAGE)
    try:
        found = os.fstat(descriptor)
        data = os.pread(descriptor, pages * 8, address // _PAGE * 8)
    except OSError:
        return None
    if (found.st_dev, found.st_ino) != identity or len(data) != pages * 8:
        return None
    top = np.frombuffer(data, np.uint64) >> np.uint64(61)
    own = ((top & 5) == 4) | ((top & 2) != 0)
    edges = np.flatnonzero(np.diff(own, prepend=False, append=False))
    return [
        (int(start) * _PAGE, min(int(end) * _PAGE, nbytes)) for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]


def write_out(file: MemoryFile, start: int, data: Buffer) -> None:
    """Write a buffer to a file that the judge lent.

    Through a window: the limit on a box's files lets it write no further than its disk, and that on its memory may not
    leave room to map all of the file.
    """
    view = memoryview(data)
    for at in range(0, len(view), _STEP):
        piece = view[at : at + _STEP]
        flags = mmap.MAP_SHARED | mmap.MAP_POPULATE
        with mmap.mmap(file.descriptor, len(piece), flags, offset=start + at) as window:
            window[:] = piece
