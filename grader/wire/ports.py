"""What the codec of one kind of value needs of the encoder and the decoder that walk the whole graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import torch

    from grader.wire import nodes
    from grader.wire.coverage import View
    from grader.wire.memory import StoredMemory
    from grader.wire.objects import Objects, Stamp

__all__ = ["Decoding", "Encoding", "Side"]


class Encoding(Protocol):
    """The encoder, as the kinds see it."""

    objects: Objects
    computed: list[torch.Tensor]
    stamps: dict[int, Stamp]

    def add(self, value: Any) -> int:
        """The index of the node for `value`."""
        ...

    def reserve(self, value: Any) -> int:
        """An index for `value` before its node is known."""
        ...

    def fill(self, index: int, node: nodes.Node) -> int:
        """Put the node of a reserved index."""
        ...

    def add_memory(self, oid: int, memory: StoredMemory, view: View | None) -> int:
        """The index of the node for a memory block, of whose bytes those of `view` cross."""
        ...


class Decoding(Protocol):
    """The decoder, as the kinds see it."""

    objects: Objects
    computed: list[torch.Tensor]

    def value(self, index: int) -> Any:
        """The value at a node."""
        ...

    def remember(self, index: int, value: Any) -> None:
        """Make a value known before its parts are."""
        ...

    def placed(self, tensor: torch.Tensor, device: str) -> None:
        """Tell the owner where the other side computed `tensor`."""
        ...

    def memory(self, index: int, kind: str) -> StoredMemory:
        """The memory block at a node."""
        ...

    def cover(self, index: int, memory: StoredMemory, view: View | None) -> None:
        """Note a view of the block at a node."""
        ...

    def node(self, index: int) -> nodes.Node:
        """The node itself."""
        ...


class Side(Protocol):
    """What one side does with what can't cross by copy."""

    def encode(self, encoder: Encoding, value: Any) -> int | None:
        """The index of the node for `value`, None if it has no form on the wire."""
        ...

    def decode(self, decoder: Decoding, index: int, node: nodes.Node) -> Any:
        """What stands for the node on this side. Raises `Breach`."""
        ...
