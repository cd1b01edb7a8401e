"""Generators of random numbers on the wire: `numpy.random.Generator` over PCG64, and `torch.Generator`.

Their state goes to the box. Back comes only that of PCG64, two integers: in a state of torch's a forged index would
have the judge read beyond its memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from grader.wire import nodes
from grader.wire.breach import Breach

if TYPE_CHECKING:
    from grader.wire.ports import Decoding, Encoding

__all__ = ["decode_generator", "encode_generator"]

_TORCH_BYTES = len(torch.Generator().get_state())


def encode_generator(encoder: Encoding, value: Any) -> int | None:
    """The node of a generator; None for anything else, and for other bit generators."""
    if type(value) is np.random.Generator and type(value.bit_generator) is np.random.PCG64:
        index = encoder.reserve(value)
        found: Any = value.bit_generator.state
        parts = (found["state"]["state"], found["state"]["inc"], found["has_uint32"], found["uinteger"])
        return encoder.fill(index, nodes.GeneratorNode(encoder.objects.id_of(value), "numpy", encoder.add(parts)))
    if type(value) is torch.Generator and value.device.type == "cpu":
        index = encoder.reserve(value)
        state = encoder.add(value.get_state().numpy().tobytes())
        return encoder.fill(index, nodes.GeneratorNode(encoder.objects.id_of(value), "torch", state))
    return None


def decode_generator(decoder: Decoding, index: int, node: nodes.GeneratorNode, *, trusted: bool) -> Any:
    """The generator with this id, its state brought up to date where that is safe."""
    known = decoder.objects.find(node.oid)
    made = {"numpy": np.random.Generator, "torch": torch.Generator}.get(node.kind)
    if made is None or (known is not None and type(known) is not made):
        raise Breach("no such generator")
    state = decoder.value(node.state)
    if known is None:
        known = np.random.Generator(np.random.PCG64(0)) if node.kind == "numpy" else torch.Generator()
        decoder.objects.adopt(node.oid, known)
    decoder.remember(index, known)
    if node.kind == "torch":
        if type(state) is not bytes or len(state) != _TORCH_BYTES:
            raise Breach("no state of a generator")
        if trusted:
            known.set_state(torch.frombuffer(bytearray(state), dtype=torch.uint8))
        return known
    whole = (1 << 128, 1 << 128, 2, 1 << 32)
    if type(state) is not tuple or len(state) != len(whole):
        raise Breach("no state of a generator")
    if any(type(part) is not int or not 0 <= part < end for part, end in zip(state, whole, strict=True)):
        raise Breach("no state of a generator")
    known.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": state[0], "inc": state[1] | 1},
        "has_uint32": state[2],
        "uinteger": state[3],
    }
    return known
