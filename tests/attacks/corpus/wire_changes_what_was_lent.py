"""Writes into objects of the judge that this call was not given.

Exercise: training_loop
Tries: change, by their ids, every tensor and model that crossed earlier in the test: expected values, copies and targets included
Holds: score < full; some crashed|failed|error
"""

import importlib
import os
import socket
import stat
import struct
import sys

OPEN: list = []


def is_open(descriptor):
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def wire():
    """The question that is open, and a socket to the judge of our own."""
    frame, ask, sock = sys._getframe(), None, None
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if type(value).__name__ in ("Do", "Import"):
                ask = ask or value
            if sock is None and isinstance(value, socket.socket) and is_open(value.fileno()):
                sock = value
        frame = frame.f_back
    if sock is None:
        for descriptor in range(3, 256):
            try:
                if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=descriptor)
                    OPEN.append(sock)
            except OSError:
                continue
    return ask, sock


def frame_of(header, payload=b""):
    return struct.pack("<4sIQ", b"GRD1", len(header), len(payload)) + header + payload


def answer(ask, node, *more, sizes=(), payload=b"", lent=()):
    """A frame that answers `ask` with forged nodes, as plain MessagePack data."""
    msgspec = importlib.import_module("msgspec")

    call = getattr(ask, "call", 0)
    message = {
        "type": "answer",
        "call": call,
        "result": 0,
        "present": list(lent),
        "graph": [[node, *more], list(sizes)],
        "printed": [],
    }
    return frame_of(msgspec.msgpack.encode(message), payload)


import torch
from torch import nn


def strike():
    ask, sock = wire()
    msgspec = importlib.import_module("msgspec")

    for oid in range(1, 40):
        nodes = [[0, 0.0]] + [
            [8, "torch", oid, 8, 0],
            [8, "numpy", oid + 1, 8, 0],
            [5, "list", oid + 2, [0]],
            [10, oid + 3, 1, "float32", [2], [1], 0, False, True, False, -1, "cpu"],
        ]
        message = {
            "type": "answer",
            "call": ask.call,
            "result": 0,
            "lent": [3, 4],
            "graph": [nodes, [8]],
            "printed": [],
        }
        sock.sendall(frame_of(msgspec.msgpack.encode(message), b"\0" * 8))
    while True:
        pass


def make_optimizer(model: nn.Module, lr: float) -> torch.optim.SGD:
    return strike()


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, epochs: int, lr: float) -> list[float]:
    return strike()
