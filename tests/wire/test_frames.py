"""Frames arrive whole or not at all, and cost no more memory than the bytes that came."""

import resource
import struct
import threading
import time

import pytest

from grader.wire.breach import Breach
from grader.wire.caps import MAX_HEADER, MAX_PAYLOAD
from grader.wire.frames import Mailbox, receive_frame, send_frame


def test_a_frame_arrives_whole(pair):
    left, right = pair
    big = bytes(range(256)) * 8192
    sender = threading.Thread(target=send_frame, args=(left, b"header", [b"a", big]))
    sender.start()
    header, payload = receive_frame(right, deadline=time.monotonic() + 10)
    sender.join()
    assert header == b"header"
    assert payload.stream == b"a" + big


def test_half_a_frame_times_out(pair):
    left, right = pair
    left.sendall(b"GRD1" + struct.pack("<IQ", 10, 0) + b"half")
    with pytest.raises(TimeoutError):
        receive_frame(right, deadline=time.monotonic() + 0.05)


def test_a_closed_connection_is_told_apart_from_silence(pair):
    left, right = pair
    left.sendall(b"GRD1")
    left.close()
    with pytest.raises(EOFError):
        receive_frame(right, deadline=time.monotonic() + 1)


@pytest.mark.parametrize(
    "prefix",
    [
        b"HTTP" + struct.pack("<IQ", 1, 0),
        b"GRD1" + struct.pack("<IQ", MAX_HEADER + 1, 0),
        b"GRD1" + struct.pack("<IQ", 0, MAX_PAYLOAD + 1),
        b"GRD1" + struct.pack("<IQ", (1 << 32) - 1, (1 << 64) - 1),
    ],
)
def test_a_prefix_that_is_not_ours_is_a_breach(pair, prefix):
    left, right = pair
    left.sendall(prefix)
    with pytest.raises(Breach):
        receive_frame(right, deadline=time.monotonic() + 1)


def test_a_promise_of_much_costs_nothing(pair):
    left, right = pair
    left.sendall(b"GRD1" + struct.pack("<IQ", 0, MAX_PAYLOAD))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TimeoutError):
        receive_frame(right, deadline=time.monotonic() + 0.05)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 16 << 10


def test_bytes_that_wait_are_seen(pair):
    left, right = pair
    assert not Mailbox(right).is_filled()
    left.sendall(b"x")
    assert Mailbox(right).is_filled()
    right.recv(1)
    left.close()
    assert Mailbox(right).is_filled()
