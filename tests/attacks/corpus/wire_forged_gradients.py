"""Answers with tensors that claim to come from others, and with gradients of no shape of theirs.

Exercise: nets
Tries: tie the judge's graph in a knot: results that depend on parameters of the tests, on themselves, on integers; products of other shapes, dtypes and numbers than were asked for
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


COUNT = itertools.count(-9_000_000, -10)
TURN = os.urandom(1)[0]


def tensor(shape=(), dtype="float64", leaf=False, grad=True, oid=None):
    """A tensor that was computed, and its memory."""
    size, number = 1, next(COUNT)
    for side in shape:
        size *= side
    strides = [1] * len(shape)
    for axis in range(len(shape) - 2, -1, -1):
        strides[axis] = strides[axis + 1] * shape[axis + 1]
    item = {"float64": 8, "float32": 4, "int64": 8, "bool": 1, "complex128": 16}[dtype]
    node = [10, oid or number, 1, dtype, list(shape), strides, 0, grad, leaf, False, -1, "cpu"]
    return node, [8, "torch", number - 1, size * item, 0], size * item


def computed(ask, depends, **how):
    msgspec = importlib.import_module("msgspec")

    node, storage, size = tensor(**how)
    message = {
        "type": "answer",
        "call": ask["call"],
        "result": 0,
        "present": [],
        "graph": [[node, storage], [size]],
        "printed": [],
        "depends": depends,
    }
    return frame_of(msgspec.msgpack.encode(message), b"?" * size)


def listed(ask, many, **how):
    msgspec = importlib.import_module("msgspec")

    node, storage, size = tensor(**how)
    message = {
        "type": "answer",
        "call": ask["call"],
        "result": 2,
        "present": [],
        "printed": [],
        "depends": [1, 2, 3, -5],
        "graph": [[node, storage, [5, "list", -77, [0] * many]], [size]],
    }
    return frame_of(msgspec.msgpack.encode(message), b"?" * size)


def receive(sock, size):
    data = b""
    while len(data) < size:
        part = sock.recv(size - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def strike():
    """Serve from now on: results first, then products."""
    msgspec = importlib.import_module("msgspec")
    ask, sock = wire()
    sock.settimeout(None)
    sock.sendall(computed({"call": ask.call}, [1, 2, 3, 4, 5, 6, 7, 8, 9, -1, 1 << 60], shape=(12, 1)))
    turn = TURN
    while True:
        _, header, payload = struct.unpack("<4sIQ", receive(sock, 16))
        question = msgspec.msgpack.decode(receive(sock, header))
        receive(sock, payload)
        turn += 1
        if question.get("op") == "pull":
            replies = [
                listed(question, 1, shape=(7,)),
                listed(question, 1, shape=(3,), dtype="complex128"),
                listed(question, 99),
                listed(question, 0),
                listed(question, 1, shape=(3, 1), dtype="int64", grad=False),
                listed(question, 2, shape=(3, 1), dtype="bool", grad=False),
                computed(question, [], shape=(3,)),
            ]
            sock.sendall(replies[turn % len(replies)])
        else:
            sock.sendall(
                computed(question, [1, 2, 3, 4, 5, 6, 7, 8, 9], shape=(12, 1), dtype=["float64", "float32"][turn % 2])
            )


class Affine(importlib.import_module("torch").nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        torch = importlib.import_module("torch")
        self.weight = torch.nn.Parameter(torch.ones(inputs, outputs, dtype=torch.float64))
        self.bias = torch.nn.Parameter(torch.ones(outputs, dtype=torch.float64))

    def forward(self, x):
        return strike()


def build(inputs, hidden):
    return strike()


def fit(model, x, y, steps, lr):
    return strike()


def energy(w, x):
    return strike()


def slope(function, w):
    return strike()
