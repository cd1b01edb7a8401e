"""Raises exceptions, warnings and output that no student code could, through the wire.

Exercise: workshop
Tries: raise what ends a test run; be one of the tests' own exceptions; have Python show a line of a file of the judge's; chains deeper than any stack
Holds: score == 0; only crashed|failed|error|timeout|memory|not_run; never LOOT:; never root:x:0
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


def problem(builtin="ValueError", text="t", **more):
    return {"builtin": builtin, "name": "N", "text": text, "args": [], "frames": [], **more}


def chain(depth):
    one = problem()
    for _ in range(depth):
        one = problem(cause=one)
    return one


def raised(ask, told, *nodes, warned=(), printed=()):
    msgspec = importlib.import_module("msgspec")

    message = {
        "type": "raised",
        "call": getattr(ask, "call", 0),
        "problem": told,
        "present": [],
        "graph": [list(nodes), []],
        "printed": list(printed),
        "warned": list(warned),
    }
    return frame_of(msgspec.msgpack.encode(message))


def strikes(ask):
    for name in (
        "KeyboardInterrupt",
        "GeneratorExit",
        "BaseException",
        "Skipped",
        "Exit",
        "SystemExit",
        "StopIteration",
    ):
        yield raised(ask, problem(name, "using --skip"), [0, 0])
    for lent in range(1, 9):
        yield raised(ask, problem(lent=lent))
    for held in (
        [3, "error:KeyError"],
        [22, "KeyError", []],
        [15, 1],
        [14, 1],
        [0, 1.0],
        [3, "type:int"],
        [8, "numpy", -3, 8, -1],
    ):
        yield raised(ask, problem(held=0, args=[0, 0]), held)
    for depth in (10, 100, 300):
        yield raised(ask, chain(depth))
    yield raised(
        ask,
        problem("SyntaxError", args=[0, 1]),
        [0, "m"],
        [5, "tuple", 0, [2, 3, 3, 4]],
        [0, "/etc/passwd"],
        [0, 1],
        [0, None],
    )
    yield raised(ask, problem(frames=[["/etc/passwd", 1], ["../../etc/passwd", 1 << 40], ["<cell 1>", -1]], cell=-5))
    for held in (
        [3, "type:int"],
        [3, "error:BaseException"],
        [3, "error:Warning"],
        [15, 1],
        [0, "x"],
        [3, "error:KeyError"],
    ):
        yield raised(ask, problem(), held, warned=[["UserWarning", 0, "w" * 1_000_000, "/etc/passwd", 1]] * 3)
    yield raised(ask, problem(), warned=[["Nothing", -1, "w", "/proc/self/environ", -1]] * 20_000)
    yield raised(ask, problem(), printed=[[1, "p" * 100_000]] * 60)
    yield raised(ask, problem(), printed=[[n, ""] for n in range(200_000)])


NUMBER = os.urandom(1)[0]


def strike():
    global NUMBER
    ask, sock = wire()
    frames = list(strikes(ask))
    NUMBER += 1
    sock.sendall(frames[NUMBER % len(frames)])
    os._exit(0)


def apply(function, values):
    return strike()


visit = batches = roll = noise = withdraw = report = old = save = remember = lambda *args: strike()
seen = 5
