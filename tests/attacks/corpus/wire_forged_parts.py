"""Raises built-in errors whose parts are lies: places outside of a text, groups of what is no exception, files to be shown.

Exercise: lending
Tries: have `str()` of an error read memory beside its text, or print a file of the judge's; have an error made of a box's object
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


def raised(ask, kind, *nodes, args=(), text="told"):
    """A frame that says that this was raised, as plain MessagePack data."""
    msgspec = importlib.import_module("msgspec")

    call = getattr(ask, "call", 0)
    message = {
        "type": "raised",
        "call": call,
        "problem": {
            "builtin": kind,
            "name": kind,
            "text": text,
            "args": list(args),
            "frames": [],
            "notes": ["a note", "x" * 100_000],
        },
        "present": [],
        "graph": [list(nodes), []],
    }
    return frame_of(msgspec.msgpack.encode(message))


def frames(ask):
    places = [(-(1 << 31), 1 - (1 << 31)), (-1, 0), (1 << 40, (1 << 40) + 1), (5, 2), (2, 1 << 62)]
    for start, end in places:
        parts = [[0, "utf-8"], [13, b"ab\xff"], [0, start], [0, end], [0, "bad"]]
        yield raised(ask, "UnicodeDecodeError", *parts, args=range(5))
        parts[1] = [0, "abc"]
        yield raised(ask, "UnicodeEncodeError", *parts, args=range(5))
        yield raised(ask, "UnicodeTranslateError", *parts[1:], args=range(4))
    group = [[0, "many"], [5, "tuple", 0, [2] * 1000], [22, "ValueError", [0]]]
    yield raised(ask, "ExceptionGroup", *group, args=(0, 1))
    yield raised(ask, "ExceptionGroup", [0, "none"], [5, "tuple", 0, []], args=(0, 1))
    yield raised(ask, "ExceptionGroup", [0, "self"], [5, "tuple", 0, [2]], [22, "ExceptionGroup", [0, 1]], args=(0, 1))
    yield raised(
        ask,
        "SyntaxError",
        [0, "bad"],
        [5, "tuple", 0, [2, 3, 3, 4]],
        [0, "/etc/passwd"],
        [0, 1],
        [0, None],
        args=(0, 1),
    )
    yield raised(ask, "OSError", [0, 2], [5, "list", -5, [1]], [0, "x"], args=(0, 1, 2))
    yield raised(ask, "json.decoder.JSONDecodeError", [0, "m"], [0, "doc"], [0, 1 << 62], args=(0, 1, 2))
    yield raised(ask, "re.error", [0, "m"], [0, 3], [0, -1], args=(0, 1, 2))
    yield raised(ask, "BaseExceptionGroup", [0, "m"], args=(0,))
    yield raised(ask, "KeyError", [5, "list", -5, [0, 0]], args=(0,), text="[[...], [...]]")


SENT = os.urandom(1)[0]


def strike():
    global SENT
    ask, sock = wire()
    all_frames = list(frames(ask))
    SENT += 1
    sock.sendall(all_frames[SENT % len(all_frames)])
    os._exit(0)


def decode(data):
    return strike()


def fit(model, x, y, steps):
    return strike()


def notify(client, names):
    return strike()


def record(log, values):
    return strike()


def count(loader):
    return strike()
