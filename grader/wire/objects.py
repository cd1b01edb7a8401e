"""Which mutable object has which id, for the length of a test."""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.wire.breach import Breach
from grader.wire.large import LARGE
from grader.wire.memory import StoredMemory

if TYPE_CHECKING:
    from grader.wire.mapping import Snapshot

__all__ = ["BOX", "JUDGE", "READER", "Objects", "Stamp"]

JUDGE = 1
BOX = -1
READER = 0
"""Reads a recorded message, made objects of neither side: takes any id, and has none to give."""


class Stamp(NamedTuple):
    """All that an array or tensor is, beside the bytes: where it lies in which block, and as what."""

    block: int
    nbytes: int
    """Of the block."""
    dtype: object
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    offset: int
    flags: tuple[int, ...]
    """Whether an array may be written; of a tensor `requires_grad`, `is_leaf` and the id of its gradient."""


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
        self._ids: dict[int, int] = {}
        self._blocks: dict[tuple[str, int, int], int] = {}
        self._pinned: dict[int, int] = {}
        self._uncrossed: list[int] = []
        """Ids of this side's that no finished graph has told."""
        self.synced: dict[int, bytes | Snapshot] = {}
        """What both sides had of each memory block when it last crossed."""
        self.stamps: dict[int, Stamp] = {}
        """What both sides had of each array and tensor when it last crossed."""

    @property
    def is_box(self) -> bool:
        """Does this side run the student's code, and believe the other?"""
        return self._side == BOX

    def forget(self) -> None:
        """Void all ids of values: a new test begins."""
        self._by_id.clear()
        self._ids.clear()
        self._blocks.clear()
        self._pinned.clear()
        self._uncrossed.clear()
        self.synced.clear()
        self.stamps.clear()

    def new_id(self) -> int:
        """An id of this side's that was never given before."""
        oid = self._next
        self._next += self._side or 1
        self._uncrossed.append(oid)
        return oid

    def crossed(self) -> None:
        """A graph is finished: the ids that were given for it hold."""
        self._uncrossed.clear()

    def take_back(self, but: Container[int] = ()) -> list[int]:
        """Void the ids, but for these, that were given for a graph or a part of one that was given up.

        The other side, which can guess them, was never handed what they stand for.
        """
        gone = [oid for oid in self._uncrossed if oid not in but]
        self._uncrossed.clear()
        self.drop(gone)
        return gone

    def id_of(self, value: Any) -> int:
        """The id of a mutable object of this side, a new one at first sight."""
        oid = self._ids.get(id(value))
        if oid is None:
            oid = self._ids[id(value)] = self.new_id()
            self._by_id[oid] = value
        return oid

    def known_id(self, value: Any) -> int:
        """The id of an object that crossed, 0 for one that did not."""
        return self._ids.get(id(value), 0)

    def block_at(self, kind: str, address: int, nbytes: int) -> int:
        """The id of the known block of this size at this address, 0 if there is none."""
        return self._blocks.get((kind, address, nbytes), 0)

    def block(
        self, kind: str, owner: Any, address: int, nbytes: int, *, writeable: bool = True
    ) -> tuple[int, StoredMemory]:
        """The id and the block for memory at this address; empty blocks are never shared."""
        oid = self._blocks.get((kind, address, nbytes), 0) if nbytes else 0
        if oid:
            known: StoredMemory = self._by_id[oid]
            known.writeable = known.writeable or writeable
            return oid, known
        memory, oid = StoredMemory(kind, owner, address, nbytes, writeable=writeable), self.new_id()
        self._by_id[oid] = memory
        if nbytes:
            self._blocks[kind, address, nbytes] = oid
        return oid, memory

    def is_in_step(self, oid: int, stamp: Stamp) -> bool:
        """Is the array or tensor with this id, whose stamp is this now, what the other side has?

        No where that would take long to find out, or where only part of its block ever crossed.
        """
        if self.stamps.get(oid) != stamp:
            return False
        memory, known = self._by_id.get(stamp.block), self.synced.get(stamp.block)
        if type(memory) is not StoredMemory or not memory.whole or not 0 < memory.nbytes < LARGE:
            return False
        return known is not None and known == memory.read()

    def is_own(self, oid: int) -> bool:
        """Did this side give the id?"""
        return oid * self._side > 0

    def find(self, oid: int) -> Any:
        """The object with this id, or None."""
        return self._by_id.get(oid)

    def values(self) -> list[Any]:
        """All of them, but for memory blocks."""
        return [value for value in self._by_id.values() if type(value) is not StoredMemory]

    def recorded(self, oid: int) -> bytes | None:
        """What a reader of a recorded message was given as the bytes of a block that the message does not hold."""
        known = self.synced.get(oid) if self._side == READER else None
        return known if type(known) is bytes else None

    def adopt(self, oid: int, value: Any) -> None:
        """Register what the other side made. Raises `Breach` for an id that it may not give."""
        self._check(oid)
        self._by_id[oid] = value
        self._ids[id(value)] = oid

    def adopt_memory(self, oid: int, memory: StoredMemory) -> None:
        """Register a block that the other side made."""
        self._check(oid)
        self._by_id[oid] = memory
        if memory.nbytes:
            self._blocks[memory.kind, memory.address, memory.nbytes] = oid

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
            self.stamps.pop(oid, None)
            if type(value) is StoredMemory:
                place = value.kind, value.address, value.nbytes
                if self._blocks.get(place) == oid:
                    del self._blocks[place]
            elif self._ids.get(id(value)) == oid:
                del self._ids[id(value)]

    def _blocks_without_views(self, gone: list[int]) -> list[int]:
        dead = set(gone)
        bare = []
        for oid, memory in self._by_id.items():
            if type(memory) is StoredMemory:
                memory.views.intersection_update(self._by_id)
                if memory.views <= dead:
                    bare.append(oid)
        return bare

    def _check(self, oid: int) -> None:
        if self._side != READER and oid * self._side >= 0:
            raise Breach(f"object id {oid} is not the other side's to give")
