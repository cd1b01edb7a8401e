"""Sends a frame as large as the caps allow, again and again.

Exercise: slope
Tries: fill the judge's memory by what is still legal: half a gigabyte of buffer, a header full of nodes
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


def strike():
    ask, sock = wire()
    block = b"\0" * (8 << 20)
    sock.settimeout(None)
    msgspec = importlib.import_module("msgspec")

    size = 480 << 20
    nodes = [[9, -2, 1, "uint8", [size], [1], 0, True], [8, "numpy", -3, size, 0]]
    header = msgspec.msgpack.encode(
        {"type": "answer", "call": ask.call, "result": 0, "present": [], "graph": [nodes, [size]], "printed": []}
    )
    sock.sendall(struct.pack("<4sIQ", b"GRD1", len(header), size) + header)
    for _ in range(60):
        sock.sendall(block)
    while True:
        pass


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return strike()


def update_weight(weight: float, slope: float, lr: float) -> float:
    return strike()
