"""Answers with handles, layers and values of kinds that no encoder makes so.

Exercise: vectors
Tries: name objects that were never given, the judge's own ids, memory for a value; knot exceptions; pass odd parts to constructors of the standard library
Holds: score == 0; only crashed|failed|error|timeout|memory|not_run
"""

import importlib
import itertools
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


CLASS = [16, -501, "vectors", "Layer", None, False, [2], {"forward": "function"}, [], [], {}, [], []]
LAYER = [3, "nn:Module"]
TENSOR = [10, -701, 4, "float64", [1], [1], 0, True, True, True, -1, "cpu"]


def twin(parameters=(), buffers=(), modules=(), cls=1):
    return [[19, -601, cls, True, list(parameters), list(buffers), list(modules)], CLASS, LAYER, [0, 1.0], [0, 2.0]]


FORGED = itertools.cycle(
    [
        *([[15, oid]] for oid in (0, 1, 2, 7, -1, -3, -77, -(1 << 62), 1 << 62)),
        *([[14, oid]] for oid in (0, 1, 2, 3, 5, -1, -3, -77, 1 << 62)),
        *(
            [[20, oid, kind, "print", None, None, []]]
            for oid in (1, -5)
            for kind in ("library", "function", "iterator", "object")
        ),
        twin([["w", 0]]),
        twin([["w", 3]]),
        twin([["", -1]]),
        twin([["a.b", -1]]),
        twin([["w", -1], ["w", -1]], [["w", -1]], [["w", 0]]),
        twin(modules=[["self", 0]]),
        twin(cls=3),
        twin(cls=-1),
        twin(cls=9),
        *(
            [[21, name, fields, [1] * size], [0, 1.0]]
            for name, fields, size in (
                ("P", ["x"], 2),
                ("P", ["_fields"], 1),
                ("P", ["__eq__"], 1),
                ("P", ["x", "x"], 2),
                ("P", ["lambda"], 1),
                ("P; import os", ["x"], 1),
                ("P", ["count", "index"], 2),
                ("P", ["x" * 10_000], 1),
                ("", [], 0),
            )
        ),
        [[21, "P", [f"x{n}" for n in range(50_000)], [1] * 50_000], [0, 1.0]],
        [[22, "KeyError", [0]]],
        [[22, "KeyboardInterrupt", []]],
        [[22, "BaseExceptionGroup", [1, 2]], [0, "m"], [5, "list", -9, []]],
        *(
            [[22, name, [1]], [0, 7]]
            for name in ("UnicodeDecodeError", "OSError", "SyntaxError", "StopIteration", "SystemExit")
        ),
        [[22, "ValueError", [n + 1]] for n in range(200)],
        *(
            [[23, kind, [1]], [0, "9" * 9_999]]
            for kind in ("Decimal", "PosixPath", "date", "datetime", "Fraction", "sys")
        ),
        [[23, "Fraction", [1, 2]], [0, 1], [0, 0]],
        [[23, "timedelta", [1, 1, 1]], [0, 1 << 62]],
        [[23, "Decimal", [1]], [0, "sNaN"]],
        [[23, "PosixPath", [1]], [0, "\0/etc/passwd"]],
        *(
            [[24, oid, kind, 1], part]
            for oid in (1, -9)
            for kind in ("numpy", "torch", "os")
            for part in ([0, 1], [13, b"x" * 5056])
        ),
        [[24, -9, "numpy", 1], [5, "tuple", 0, [2, 2, 2, 2]], [0, -1]],
        [[8, "torch", -9, 8, -1]],
        [[18, -9, "f", "f", None, [["x", 99, True], ["x", -1, False]], "/etc/passwd", -5, -1, True]],
        [[18, -9, "\0", "", "d" * 1_000_000, [[f"x{n}", 1, False] for n in range(5000)], "f", 1 << 62, 1 << 62, True]],
    ]
)


def strike():
    ask, sock = wire()
    node, *more = next(FORGED)
    sock.sendall(answer(ask, node, *more))
    os._exit(0)


for _ in range(int.from_bytes(os.urandom(2), "big") % 100):
    next(FORGED)


class Vector:
    def __init__(self, *numbers):
        strike()


def total(vectors):
    return strike()


def halves(values):
    return strike()


def fill(out, vectors):
    return strike()


def take_apart(vector):
    return strike()


def parse(text):
    return strike()


def recent(numbers):
    return strike()


def table(names):
    return strike()


def largest(numbers):
    return strike()


def shapes(vectors):
    return strike()
