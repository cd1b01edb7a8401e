"""Forges exceptions that only a test runner may raise.

Exercise: slope
Tries: name KeyboardInterrupt, a skip, GeneratorExit or pytest's exit as the built-in class, with hostile text, arguments and places in the source
Holds: score == 0; only crashed|failed|error|timeout|memory|not_run; never 777777; never root:x:0
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

BUILTIN = itertools.cycle(
    [
        "KeyboardInterrupt",
        "GeneratorExit",
        "Skipped",
        "_pytest.outcomes.Exit",
        "eval",
        "object",
        "__import__",
        "SystemExit",
        "UnicodeDecodeError",
        "OSError",
    ]
)


def strike():
    msgspec = importlib.import_module("msgspec")

    ask, sock = wire()
    problem = {
        "builtin": next(BUILTIN),
        "name": "Skipped",
        "text": "\x1b[2J" * 1000,
        "args": [None, 1e308 * 10, "x" * 1_000_000],
        "frames": [
            ["/etc/passwd", 1],
            ["../../solutions/slope/slope.py", 3],
            ["slope.py", -1],
            ["slope.py", 2**62],
            ["slope.py", 777777001],
        ],
        "cell": 777777002,
    }
    message = {
        "type": "raised",
        "call": ask.call,
        "problem": problem,
        "present": [],
        "graph": [[], []],
        "printed": [[1, "x" * 1_000_000]],
    }
    sock.sendall(frame_of(msgspec.msgpack.encode(message)))
    while True:
        pass


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return strike()


def update_weight(weight: float, slope: float, lr: float) -> float:
    return strike()
