"""Says of a layer of the tests that it has other parts than it has, that the tests set hooks, and that it is another layer.

Exercise: lending
Tries: have the judge put a number, a class or a layer of nobody's where a parameter is; hooks that the box names; layers that were never lent
Holds: score == 0; only failed|error|crashed|timeout|not_run
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


def nodes_of(oid):
    """Layers of the tests as nobody sent them, each with the nodes that it names."""
    number, text = [0, 1], [0, "x"]
    parameter = [10, -99, 2, "float32", [1 << 40], [1], 0, True, True, True, -1, "cpu"]
    memory = [8, "torch", -98, 4, 0]
    for slots in (
        [[["weight", 1]], [], []],
        [[], [["weight", 1]], []],
        [[], [], [["inner", 1]]],
        [[], [], [["inner", 0]]],
        [[["", -1]], [], []],
        [[], [["a.b", -1]], []],
        [[], [["x" * 1000, -1]], []],
        [[["weight", 99]], [], []],
    ):
        yield [26, oid, True, *slots], number, memory
        yield [26, oid, True, *slots], parameter, memory
        yield [25, oid, "Net", None, 1, False, *slots], [3, "builtins:print"], memory
    for other in (-1, 0, oid + 1, 1 << 62):
        yield ([26, other, True, [], [], []],)
    yield [19, oid, -1, True, [], [], [], [["_forward_hooks", 0, 1, False]]], [3, "builtins:print"]
    yield (
        [11, -7, "Linear", True, {}, [], [], [], [["_forward_hooks", 0, 1, True], ["__class__", 1, 1, False]]],
        [3, "builtins:print"],
    )
    yield [25, oid, "Net", None, -1, True, [], [], []], text


SENT = os.urandom(1)[0]


def strike():
    global SENT
    ask, sock = wire()
    lent = [node.oid for node in ask.graph.nodes if type(node).__name__ == "LentLayer"] or [1]
    all_nodes = list(nodes_of(lent[0]))
    SENT += 1
    nodes = all_nodes[SENT % len(all_nodes)]
    sock.sendall(answer(ask, *nodes, sizes=[4], payload=b"abcd", lent=[0]))
    os._exit(0)


def fit(model, x, y, steps):
    return strike()


def frozen(model):
    return strike()


def notify(client, names):
    return strike()


def record(log, values):
    return strike()


def count(loader):
    return strike()
