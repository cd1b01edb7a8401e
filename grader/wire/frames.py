"""Frames on a stream socket: a fixed prefix, a header, then raw buffers.

The prefix is 16 bytes, little-endian: 4 bytes magic, header length (u32), payload length (u64). The header is a
MessagePack document; the payload is the concatenation of raw buffers whose lengths the header tells.
"""

from __future__ import annotations

import select
import socket
import struct
import time
from collections.abc import Sequence

from grader.wire.breach import Breach
from grader.wire.caps import MAX_HEADER, MAX_PAYLOAD

__all__ = ["Buffer", "has_unread", "receive_frame", "send_frame"]

Buffer = bytes | bytearray | memoryview

_PREFIX = struct.Struct("<4sIQ")
_MAGIC = b"GRD1"
_CHUNK = 1 << 20


def send_frame(
    sock: socket.socket, header: bytes, buffers: Sequence[Buffer] = (), *, deadline: float | None = None
) -> None:
    """Send one frame whole.

    `deadline` is on `time.monotonic`. Raises `TimeoutError` when it passes, `OSError` when the peer is gone.
    """
    payload = sum(len(buffer) for buffer in buffers)
    if len(header) > MAX_HEADER or payload > MAX_PAYLOAD:
        raise Breach(f"a frame of {len(header)} + {payload} bytes is above the caps")
    _send(sock, _PREFIX.pack(_MAGIC, len(header), payload) + header, deadline)
    for buffer in buffers:
        _send(sock, buffer, deadline)


def receive_frame(sock: socket.socket, *, deadline: float | None = None) -> tuple[bytes, bytearray]:
    """Receive one frame as (header, payload).

    Memory grows with what arrives, never with what the prefix promises.

    Raises:
        Breach: the prefix is not one of ours or is above the caps.
        EOFError: the peer closed the connection.
        TimeoutError: `deadline` (on `time.monotonic`) passed.
    """
    magic, header_size, payload_size = _PREFIX.unpack(bytes(_receive(sock, _PREFIX.size, deadline)))
    if magic != _MAGIC or header_size > MAX_HEADER or payload_size > MAX_PAYLOAD:
        raise Breach("this is no frame")
    header = bytes(_receive(sock, header_size, deadline))
    return header, _receive(sock, payload_size, deadline)


def has_unread(sock: socket.socket) -> bool:
    """Whether bytes (or the end of the stream) wait to be read."""
    poller = select.poll()
    poller.register(sock, select.POLLIN)
    return bool(poller.poll(0))


def _send(sock: socket.socket, data: Buffer, deadline: float | None) -> None:
    sock.settimeout(_remaining(deadline))
    sock.sendall(data)


def _receive(sock: socket.socket, size: int, deadline: float | None) -> bytearray:
    data = bytearray()
    while len(data) < size:
        sock.settimeout(_remaining(deadline))
        chunk = sock.recv(min(size - len(data), _CHUNK))
        if not chunk:
            raise EOFError("the peer closed the connection")
        data += chunk
    return data


def _remaining(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left
