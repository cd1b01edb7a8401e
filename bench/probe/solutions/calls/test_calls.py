"""Times its own calls of the student's code, and fails each test with what it found, as JSON, for a message.

Against the reference, which must pass, it measures nothing.
"""

import json
import os
import socket
import time

import numpy as np
import torch
from calls import advance, last, total, wanted

ROUNDS, CALLS = 31, 100
COPIES = 7
NUMBERS = 25_000_000  # float64: 200 MB
REST_S = 1.0


def report(**found):
    raise AssertionError(f"FOUND {json.dumps(found)} END")


def timed(work, *args):
    began = time.perf_counter()
    work(*args)
    return time.perf_counter() - began


class Counted:
    """Counts the bytes that sockets of this process send and receive, by standing before the methods of their class."""

    SENT, RECEIVED = ("send", "sendall", "sendmsg"), ("recv", "recv_into", "recvmsg", "recvmsg_into")

    def __enter__(self):
        self.sent = self.received = 0
        for name in (*self.SENT, *self.RECEIVED):
            setattr(socket.socket, name, self.wrap(name))
        return self

    def __exit__(self, *_):
        for name in (*self.SENT, *self.RECEIVED):
            delattr(socket.socket, name)

    def wrap(self, name):
        inherited = getattr(socket.socket.__mro__[1], name)

        def method(sock, *args):
            answer = inherited(sock, *args)
            if name == "sendall":
                self.sent += memoryview(args[0]).nbytes
            elif name in self.SENT:
                self.sent += answer
            elif name == "recv":
                self.received += len(answer)
            elif name == "recv_into":
                self.received += answer
            else:
                self.received += len(answer[0]) if name == "recvmsg" else answer[0]
            return answer

        return method


class Echo:
    """A process that answers each message of `asked` bytes with `answered` bytes, on a plain stream socket."""

    def __init__(self, asked, answered):
        self.ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.question, self.answered = b"q" * asked, answered
        self.child = os.fork()
        if self.child == 0:
            self.ours.close()
            answer = b"a" * answered
            while theirs.recv(asked, socket.MSG_WAITALL):
                theirs.sendall(answer)
            os._exit(0)
        theirs.close()

    def ask(self):
        self.ours.sendall(self.question)
        self.ours.recv(self.answered, socket.MSG_WAITALL)

    def close(self):
        self.ours.close()
        os.waitpid(self.child, 0)


def ask_often(echo):
    for _ in range(CALLS):
        echo.ask()


def call_often(arguments):
    while arguments:
        total(*arguments.pop())  # dropped at once, as a test drops what it no longer needs


def fresh():
    return [tuple(torch.rand(4, 4) for _ in range(3)) for _ in range(CALLS)]


def test_small_tensors():
    if not wanted():
        return
    total(*fresh()[0])
    with Counted() as counted:
        total(*fresh()[0])
    tensors = 3 * 64, 64
    asked, answered = max(counted.sent, tensors[0]), max(counted.received, tensors[1])
    echo = Echo(asked, answered)
    calls, pings = [], []
    for turn in range(ROUNDS):
        arguments = fresh()
        if turn % 2:
            pings.append(timed(ask_often, echo) / CALLS)
        calls.append(timed(call_often, arguments) / CALLS)
        if not turn % 2:
            pings.append(timed(ask_often, echo) / CALLS)
    echo.close()
    report(calls=calls[1:], pings=pings[1:], asked=counted.sent, answered=counted.received)


def test_large_array():
    if not wanted():
        return
    values = np.random.default_rng(1).random(NUMBERS)
    twin = values.copy()
    expected = float(values[-1])
    times = {name: [] for name in ("fresh copy", "copy into place", "read", "read again", "changed")}
    for _ in range(COPIES):
        times["fresh copy"].append(timed(values.copy))
        times["copy into place"].append(timed(np.copyto, twin, values))
        values[-1] = expected = expected + 1  # so that it has to cross
        began = time.perf_counter()
        got = last(values)
        times["read"].append(time.perf_counter() - began)
        assert got == expected, (got, expected)
        times["read again"].append(timed(last, values))
        began = time.perf_counter()
        got = advance(values)
        times["changed"].append(time.perf_counter() - began)
        expected += 1
        assert got == values[-1] == expected, (got, values[-1], expected)
    report(**{name: each[1:] for name, each in times.items()})


def test_memory():
    if not wanted():
        return
    values = np.random.default_rng(2).random(NUMBERS)
    for _ in range(2):
        values[-1] += 1
        last(values)
    marks = [time.monotonic()]
    time.sleep(REST_S)
    marks.append(time.monotonic())
    for _ in range(5):
        values[-1] += 1
        last(values)
    marks.append(time.monotonic())
    time.sleep(REST_S)
    marks.append(time.monotonic())
    report(marks=marks, descriptors=len(os.listdir("/proc/self/fd")))
