"""Which mutable object has which id, for the length of a test."""

from __future__ import annotations

from typing import Any

from grader.wire.breach import Breach

__all__ = ["BOX", "JUDGE", "READER", "Objects", "StoredMemory"]

JUDGE = 1
BOX = -1
READER = 0
"""Reads a recorded message, made objects of neither side: takes any id, and has none to give."""


class StoredMemory:
    """A block of memory that arrays or tensors of one side view.

    `owner` keeps it alive: the NumPy array at the root of the views, or a torch storage.
    `address` is where byte 0 lies (0 for an empty block); `writeable` says whether a view may be written, and `bools`
    whether one is of bools, so that every byte must be 0 or 1. `whole` says that all of it crosses; else the bytes
    that do are 255 in `lent`, and None does.
    """

    __slots__ = ("address", "bools", "lent", "nbytes", "owner", "whole", "writeable")

    def __init__(self, owner: Any, address: int, nbytes: int, *, writeable: bool) -> None:
        self.owner = owner
        self.address = address
        self.nbytes = nbytes
        self.writeable = writeable
        self.bools = False
        self.whole = False
        self.lent: bytearray | None = None


class Objects:
    """The objects that crossed in this test, both ways.

    Both sides hold one; ids that the judge gives are positive, the box's are negative, so neither can claim the
    other's. Objects are kept alive until `forget`, which is what makes an address or `id()` a safe key.
    """

    def __init__(self, side: int) -> None:
        self._side = side
        self._next = side
        self._by_id: dict[int, Any] = {}
        self._ids: dict[tuple[str, int], int] = {}

    def forget(self) -> None:
        """Void all ids: a new test begins."""
        self._next = self._side
        self._by_id.clear()
        self._ids.clear()

    def id_of(self, value: Any) -> int:
        """The id of a mutable object of this side, a new one at first sight."""
        return self._identify(("object", id(value)), value)

    def memory_of(self, memory: StoredMemory, kind: str) -> tuple[int, StoredMemory]:
        """The id and the known block for memory at this address; empty blocks are never shared."""
        key = (kind, memory.address) if memory.nbytes else ("empty", id(memory))
        oid = self._identify(key, memory)
        known: StoredMemory = self._by_id[oid]
        if known.nbytes != memory.nbytes:  # the block at this address was resized or replaced
            del self._ids[key]
            oid, known = self._identify(key, memory), memory
        known.writeable = known.writeable or memory.writeable
        return oid, known

    def is_own(self, oid: int) -> bool:
        """Did this side give the id?"""
        return oid * self._side > 0

    def find(self, oid: int) -> Any:
        """The object with this id, or None."""
        return self._by_id.get(oid)

    def adopt(self, oid: int, value: Any) -> None:
        """Register what the other side made. Raises `Breach` for an id that it may not give."""
        self._check(oid)
        self._by_id[oid] = value
        self._ids["object", id(value)] = oid

    def adopt_memory(self, oid: int, memory: StoredMemory, kind: str) -> None:
        """Register a block that the other side made."""
        self._check(oid)
        self._by_id[oid] = memory
        if memory.nbytes:
            self._ids[kind, memory.address] = oid

    def _check(self, oid: int) -> None:
        if self._side != READER and oid * self._side >= 0:
            raise Breach(f"object id {oid} is not the other side's to give")

    def _identify(self, key: tuple[str, int], value: Any) -> int:
        oid = self._ids.get(key)
        if oid is None:
            oid = self._next
            self._next += self._side
            self._ids[key] = oid
            self._by_id[oid] = value
        return oid
