"""Answers with nodes that no encoder makes.

Exercise: slope
Tries: reach outside an array by strides and offsets, claim the judge's object ids, close circles of immutable values, name classes and dtypes freely
Holds: score == 0; only crashed|failed|error|timeout|memory|not_run
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


import itertools

INF = float("inf")
FORGED = itertools.cycle(
    [
        ([9, -2, 1, "float64", [1 << 20], [8], 0, True], [8, "numpy", -3, 8, 0], (8,), b"\0" * 8),
        ([9, -2, 1, "float64", [2], [-(1 << 40)], 0, True], [8, "numpy", -3, 16, 0], (16,), b"\0" * 16),
        ([9, -2, 1, "float64", [2], [1 << 62], 1 << 62, True], [8, "numpy", -3, 16, 0], (16,), b"\0" * 16),
        ([9, -2, 1, "object", [1], [8], 0, True], [8, "numpy", -3, 8, 0], (8,), b"\x41" * 8),
        ([9, -2, 1, "bool", [8], [1], 0, True], [8, "numpy", -3, 8, 0], (8,), b"\xff" * 8),
        (
            [10, -2, 1, "float64", [1 << 40], [0], 0, False, True, False, -1, "cpu"],
            [8, "torch", -3, 8, 0],
            (8,),
            b"\0" * 8,
        ),
        (
            [10, -2, 1, "float64", [4], [1 << 61], 1 << 61, False, True, False, -1, "cpu"],
            [8, "torch", -3, 8, 0],
            (8,),
            b"\0" * 8,
        ),
        ([10, -2, 1, "float64", [], [], 0, True, True, True, 0, "cuda:7"], [8, "torch", -3, 8, 0], (8,), b"\0" * 8),
        ([5, "tuple", 0, [0]], [0, 1.0], (), b""),
        ([5, "list", 1, [1]], [0, -24.0], (), b""),
        ([5, "system", -5, [1]], [0, "id"], (), b""),
        ([6, "dict", -5, [1], []], [0, 1.0], (), b""),
        ([6, "dict", -5, [0], [0]], [0, 1.0], (), b""),
        ([3, "type:object"], [0, 1.0], (), b""),
        ([3, "os:system"], [0, 1.0], (), b""),
        ([11, -5, "Module", True, {"forward": 1}, [], [], []], [0, 1.0], (), b""),
        ([11, -5, "Linear", True, {"__class__": 1, "weight": 1}, [], [], []], [0, "x"], (), b""),
        ([12, -5, "SGD", [], []], [0, 1.0], (), b""),
        ([7, "float64", b"\0" * 3], [0, 1.0], (), b""),
        ([1, b"\xff" * 100_000], [0, 1.0], (), b""),
        ([4, "slice", 1, 1, 0], [0, 1.0], (), b""),
        ([0, INF], [0, float("nan")], (), b""),
        ([99, 1], [0, 1.0], (), b""),
        ([8, "numpy", 1, 1 << 50, -1], [0, 1.0], (), b""),
        ([2, INF, INF], [0, 1.0], (-1, 1), b""),
    ]
)


def strike():
    ask, sock = wire()
    node, more, sizes, payload = next(FORGED)
    sock.sendall(answer(ask, node, more, sizes=sizes, payload=payload))
    while True:
        pass


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return strike()


def update_weight(weight: float, slope: float, lr: float) -> float:
    return strike()
