"""Which mutable object has which id, for the length of a test."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from grader.wire.breach import Breach

if TYPE_CHECKING:
    from grader.wire.mapping import Snapshot

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
    that do are 255 in `lent`, and None does. `views` are the ids of the arrays or tensors over it.
    """

    __slots__ = ("address", "bools", "lent", "nbytes", "owner", "views", "whole", "writeable")

    def __init__(self, owner: Any, address: int, nbytes: int, *, writeable: bool) -> None:
        self.owner = owner
        self.address = address
        self.nbytes = nbytes
        self.writeable = writeable
        self.bools = False
        self.whole = False
        self.lent: bytearray | None = None
        self.views: set[int] = set()


class Objects:
    """The objects that crossed in this test, both ways.

    Both sides hold one; ids that the judge gives are positive, the box's are negative, so neither can claim the
    other's, and no id is given twice. Objects are kept alive until they are dropped, which is what makes an address or
    `id()` a safe key.
    """

    def __init__(self, side: int) -> None:
        self._side = side
        self._next = side
        self._by_id: dict[int, Any] = {}
        self._ids: dict[tuple[str, int], int] = {}
        self._pinned: dict[int, int] = {}
        self.synced: dict[int, Snapshot] = {}
        """What both sides had of each memory block when it last crossed."""

    @property
    def is_box(self) -> bool:
        """Does this side run the student's code, and believe the other?"""
        return self._side == BOX

    def forget(self) -> None:
        """Void all ids of values: a new test begins."""
        self._by_id.clear()
        self._ids.clear()
        self._pinned.clear()
        self.synced.clear()

    def new_id(self) -> int:
        """An id of this side's that was never given before."""
        oid = self._next
        self._next += self._side or 1
        return oid

    def id_of(self, value: Any) -> int:
        """The id of a mutable object of this side, a new one at first sight."""
        return self._identify(("object", id(value)), value)

    def known_id(self, value: Any) -> int:
        """The id of an object that crossed, 0 for one that did not."""
        return self._ids.get(("object", id(value)), 0)

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

    def values(self) -> list[Any]:
        """All of them, but for memory blocks."""
        return [value for value in self._by_id.values() if type(value) is not StoredMemory]

    def recorded(self, oid: int) -> memoryview | None:
        """What a reader of a recorded message was given as the bytes of a block that the message does not hold."""
        known = self.synced.get(oid) if self._side == READER else None
        return None if known is None or known.copied is None else memoryview(known.copied)

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

    def pin(self, oids: Iterable[int], by: int) -> None:
        """Keep these objects `by` more times (fewer, if negative) although nobody else may."""
        for oid in oids:
            self._pinned[oid] = self._pinned.get(oid, 0) + by
            if self._pinned[oid] <= 0:
                del self._pinned[oid]

    def wanted(self) -> tuple[list[Any], list[int]]:
        """The values to keep in step, and the ids of those among them, and of blocks, that only this table holds.

        Those are to be dropped once they have crossed a last time: what the other side made may have been changed.
        """
        kept, gone = [], []
        for oid in list(self._by_id):
            value = self._by_id[oid]
            if type(value) is StoredMemory:
                continue
            # Held by the table, by `value` and by the call itself.
            if sys.getrefcount(value) > 3 or oid in self._pinned:
                kept.append(value)
            else:
                gone.append(oid)
                if not self.is_own(oid):
                    kept.append(value)
        if gone:
            gone += self._blocks_without_views(gone)
        return kept, gone

    def drop(self, oids: Iterable[int]) -> None:
        """Forget these."""
        for oid in oids:
            value = self._by_id.pop(oid, None)
            if value is None:
                continue
            self.synced.pop(oid, None)
            if type(value) is StoredMemory:
                for kind in ("numpy", "torch"):
                    if self._ids.get((kind, value.address)) == oid:
                        del self._ids[kind, value.address]
            elif self._ids.get(("object", id(value))) == oid:
                del self._ids["object", id(value)]

    def _blocks_without_views(self, gone: list[int]) -> list[int]:
        dead = set(gone)
        bare = []
        for oid, memory in self._by_id.items():
            if type(memory) is StoredMemory and memory.views <= dead:
                bare.append(oid)
        return bare

    def _check(self, oid: int) -> None:
        if self._side != READER and oid * self._side >= 0:
            raise Breach(f"object id {oid} is not the other side's to give")

    def _identify(self, key: tuple[str, int], value: Any) -> int:
        oid = self._ids.get(key)
        if oid is None:
            oid = self.new_id()
            self._ids[key] = oid
            self._by_id[oid] = value
        return oid
