"""What was asked of the student's code and what it answered, kept until the run ends: the messages as they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.judge.subject.handles import Root
from grader.wire.frames import Payload
from grader.wire.large import Part, Piece
from grader.wire.messages import Answer, Do, Raised

__all__ = ["Exchange", "Recorded", "Tape"]

MAX_EXCHANGES = 5_000
MAX_BYTES = 32 << 20
MAX_NODES = 400_000
"""Of one run, texts included: what comes later is not kept, and its tests get no diagnosis."""


class Exchange(NamedTuple):
    """One question and its answer."""

    root: Root | None
    """What was asked, where the module itself offers it."""
    ask: Do
    pieces: Sequence[Piece]
    reply: Answer | Raised
    payload: Payload


@dataclass(slots=True)
class Recorded:
    """The exchanges of one test, in order. Ids in them hold for the test, those of handles for the box."""

    name: str
    box: int
    exchanges: list[Exchange] = field(default_factory=list)
    cut: bool = False
    """Whether more was said than was kept."""


class Tape:
    """Keeps what crosses, up to a cap; it costs a call next to nothing, as only references are kept."""

    def __init__(self) -> None:
        self.tests: list[Recorded] = []
        self.roots: list[Mapping[int, Root]] = []
        """For each box the places of what its modules offer, by id."""
        self._room = MAX_BYTES
        self._nodes = MAX_NODES
        self._left = MAX_EXCHANGES

    def begin_test(self, name: str) -> None:
        """What comes now belongs to this test."""
        self.tests.append(Recorded(name, len(self.roots) - 1))

    def begin_box(self, roots: Mapping[int, Root]) -> None:
        """A fresh box answers from now on, whose modules offer these."""
        self.roots.append(roots)
        if self.tests and not self.tests[-1].exchanges:
            self.tests[-1].box = len(self.roots) - 1

    def note(
        self,
        root: Root | None,
        ask: Do,
        pieces: Sequence[Piece],
        reply: Answer | Raised,
        payload: Payload,
        said: int = 0,
    ) -> None:
        """Keep an exchange; `said` is the bytes of both messages without their buffers: texts, output, numbers."""
        if not self.tests:
            self.begin_test("")
        test = self.tests[-1]
        if test.cut:
            return
        self._left -= 1
        self._room -= len(payload.stream) + said
        for piece in pieces:
            self._room -= len(piece) if type(piece) is not Part else MAX_BYTES  # in a file, which is not kept
        self._nodes -= len(ask.graph.nodes) + len(reply.graph.nodes)
        if self._left < 0 or self._room < 0 or self._nodes < 0 or payload.file is not None:
            test.cut = True
            return
        test.exchanges.append(Exchange(root, ask, pieces, reply, payload))

    def cut(self) -> None:
        """Something crossed that is not kept: what follows in this test can't be understood without it."""
        if self.tests:
            self.tests[-1].cut = True
