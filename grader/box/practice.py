"""Answers made-up questions in the zygote, so that its forks find code that has run before.

Python prepares code for its fast paths as it runs, and writes what it learns into the code itself: in a fork that is a
page that was shared, copied for each box anew.
"""

from __future__ import annotations

import builtins
import random
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import numpy as np
import torch

from grader.box.answers import Desk
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.frames import Payload
from grader.wire.messages import Answer, Ask, Do, Import, Imported, Raised, Reply, decode_ask, decode_reply, encode
from grader.wire.nodes import Held, HeldFunction
from grader.wire.objects import JUDGE, Objects

__all__ = ["NAME", "SOURCE", "left_as_it_was", "practise"]

NAME = "made_up"
SOURCE = '''
"""What a first exercise may look like."""
import numpy as np
import torch

RATE = 0.1


def step(weights, inputs, targets):
    """One step down the slope of a squared error, in place."""
    error = inputs @ weights - targets
    weights -= RATE * (inputs.T @ error) / len(inputs)
    return float((error**2).mean())


def loss(weights, inputs):
    print("asked")
    return torch.relu(inputs @ weights).sum()


def refuse(value):
    raise ValueError(f"not {value}")
'''
_TURNS = 12
"""Python 3.11 looks for a fast path when code runs for the eighth time."""


def practise() -> None:
    """Define a made-up module and call it, as a box does; nothing of it stays but prepared code."""
    with left_as_it_was(), tempfile.TemporaryDirectory() as folder:
        for _ in range(_TURNS):
            _answer_all(folder)


def _answer_all(folder: str) -> None:
    desk = Desk(folder, device="cpu", files=f"{folder}/files", exchange=_never)

    def ask(question: Ask, payload: bytes = b"") -> tuple[Reply, bytes]:
        received = decode_ask(encode(question))
        assert isinstance(received, Import | Do)
        reply, buffers = desk.answer(received, Payload(payload))
        return decode_reply(encode(reply)), b"".join(map(bytes, buffers))

    reply, _ = ask(Import(0, [NAME], [(f"{NAME}.py", SOURCE)], [], [], 1, 1000))
    assert isinstance(reply, Imported)
    held = {node.name: node.oid for node in reply.graph.nodes if isinstance(node, HeldFunction)}
    objects = Objects(JUDGE)
    weights, inputs, targets = np.ones(2), np.eye(2), np.zeros(2)
    matrix, wanted = torch.ones(2, requires_grad=True), torch.eye(2)
    calls = [("step", [weights, inputs, targets])] * 3 + [("loss", [matrix, wanted])] * 3 + [("refuse", [[1, "x"]])]
    for number, (name, args) in enumerate(calls):
        encoder = Encoder(objects)
        target = encoder.fill(encoder.reserve(name), Held(held[name]))
        places = [encoder.add(arg) for arg in args]
        call = Do(number, "call", target, places, {}, [], encoder.graph(), fresh=number == 0)
        reply, payload = ask(call, b"".join(map(bytes, encoder.buffers)))
        assert isinstance(reply, Raised if name == "refuse" else Answer), reply
        decoder = Decoder(reply.graph, Payload(payload), objects)
        for index in reply.present:
            decoder.value(index)


def _never(*_: object) -> NoReturn:
    raise AssertionError("the made-up module calls nobody back")


@contextmanager
def left_as_it_was() -> Iterator[None]:
    """Give back, at the end, what a practice takes for itself: paths, imports, output, warnings, random states."""
    path, importing, out, err = list(sys.path), builtins.__import__, sys.stdout, sys.stderr
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()  # noqa: NPY002 - what students draw from
    try:
        with warnings.catch_warnings():
            yield
    finally:
        sys.path[:], builtins.__import__, sys.stdout, sys.stderr = path, importing, out, err
        sys.modules.pop(NAME, None)
        random.setstate(states[0])
        np.random.set_state(states[1])  # noqa: NPY002
        torch.set_rng_state(states[2])
