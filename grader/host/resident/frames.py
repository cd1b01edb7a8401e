"""What runs over a resident's socket: frames of a kind, a length and bytes. Imports little."""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, whose import a quick command does without

if TYPE_CHECKING:
    from _socket import socket

__all__ = [
    "ACCEPTED",
    "ANSWER",
    "BEAT",
    "DATA",
    "DECLINED",
    "ERR",
    "EXIT",
    "ORDER",
    "OUT",
    "STALE",
    "TEST",
    "head",
    "peer",
    "read_frame",
    "send_frame",
]

# To the resident, in this order.
ORDER, DATA = b"o", b"d"
# From it: first one of these,
ACCEPTED, DECLINED, STALE = b"A", b"D", b"S"
# then any of these, and EXIT or ANSWER last.
OUT, ERR, TEST, BEAT, EXIT, ANSWER = b"1", b"2", b"t", b".", b"X", b"I"

_HEAD = 5
_MOST = 64 << 20


def head(kind: bytes, size: int) -> bytes:
    """What comes before `size` bytes of this kind."""
    return kind + size.to_bytes(4, "big")


def send_frame(to: socket, kind: bytes, payload: bytes = b"") -> None:
    """Send one frame whole. Raises `OSError`."""
    to.sendall(head(kind, len(payload)) + payload)


def read_frame(source: socket, most: int = _MOST) -> tuple[bytes, bytes]:
    """The next frame's kind and payload.

    Raises:
        EOFError: the other side is gone, or sends what is no frame.
        OSError: it is silent for longer than the socket's timeout.
    """
    told = _read(source, _HEAD)
    size = int.from_bytes(told[1:], "big")
    if size > most:
        raise EOFError
    return told[:1], _read(source, size)


def _read(source: socket, size: int) -> bytes:
    parts, left = [], size
    while left:
        part = source.recv(min(left, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def peer(connected: socket) -> tuple[int, int]:
    """The pid and user of the process at the other end, as the kernel says. Raises `OSError`."""
    import _socket
    import sys

    told = connected.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 12)
    return int.from_bytes(told[:4], sys.byteorder), int.from_bytes(told[4:8], sys.byteorder)
