"""Sends changes of temporary files that lead elsewhere.

Exercise: slope
Tries: write, by `..`, absolute and endless paths, to files of the judge: the secret, the suite's cache, a conftest.py
Holds: score == 0; only crashed|failed|error|timeout|not_run; no file; no process
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


def answer(ask, node, *more, sizes=(1,), payload=b"x", files=()):
    """A frame that answers `ask` with forged nodes, as plain MessagePack data."""
    msgspec = importlib.import_module("msgspec")

    call = getattr(ask, "call", 0)
    message = {
        "type": "answer",
        "call": call,
        "result": 0,
        "present": [],
        "graph": [[node, *more], list(sizes)],
        "printed": [],
        "files": list(files),
    }
    return frame_of(msgspec.msgpack.encode(message), payload)


FORGED = (
    [("../grader-attack", 0)],
    [("/tmp/grader-attack", 0)],
    [("a/../../../grader-attack", 0)],
    [("pytest/" * 500 + "x", 0)],
    [(f"grader-attack-{number}", 0) for number in range(10_000)],
    [("x", 99)],
    [("x", -3)],
    [("", -2)],
    [(".", -2)],
    [("pytest", -2), ("pytest", 0)],
)
COUNT = [0]


def strike():
    ask, sock = wire()
    COUNT[0] += 1
    sock.sendall(answer(ask, [0, -24.0], files=FORGED[(COUNT[0] + os.getpid()) % len(FORGED)]))
    while True:
        pass


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return strike()


def update_weight(weight: float, slope: float, lr: float) -> float:
    return strike()
