"""Frames on a stream socket: a fixed prefix, a header, then raw buffers.

The prefix is 16 bytes, little-endian: 4 bytes magic, header length (u32), payload length (u64). The header is a
MessagePack document; the payload is the concatenation of raw buffers whose lengths the header tells. With the other
magic a file of memory goes beside the frame and holds the large buffers (see `large`): 8 more bytes tell its size, and
the descriptor comes with the prefix of a frame to the box, or with the judge's answer to the prefix of a frame from it.
"""

from __future__ import annotations

import array
import select
import socket
import struct
from collections.abc import Sequence
from time import monotonic  # by name: a suite may put another clock in its module
from typing import Self

from grader.wire.breach import Breach
from grader.wire.caps import MAX_HEADER, MAX_PAYLOAD
from grader.wire.large import LARGE, Buffer, Lender, MemoryFile, Part, Piece, place
from grader.wire.mapping import write_out

__all__ = ["Buffer", "Mailbox", "Payload", "answer_frame", "receive_ask", "receive_frame", "send_frame"]

_PREFIX = struct.Struct("<4sIQ")
_SIZE = struct.Struct("<Q")
_MAGIC, _MAGIC_WITH_FILE = b"GRD1", b"GRF1"
_SMALL = 64 << 10
_CHUNK = 1 << 20
_DESCRIPTOR = array.array("i").itemsize


class Payload:
    """The raw buffers of one frame: those that came in the stream, one after the other, and the file of the others."""

    def __init__(self, stream: bytes = b"", file: MemoryFile | None = None) -> None:
        self.stream = stream
        self.file = file

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> Self:
        """What the other side receives for these pieces; the bytes in the stream are copied."""
        file = next((piece.file for piece in pieces if isinstance(piece, Part)), None)
        return cls(b"".join(piece for piece in pieces if not isinstance(piece, Part)), file)

    def cut(self, sizes: Sequence[int]) -> list[Buffer | Part]:
        """The buffers, which have these sizes. Raises `Breach` if they don't add up to what came."""
        if any(size < 0 for size in sizes) or sum(sizes) > MAX_PAYLOAD:
            raise Breach("buffers of sizes that cannot be")
        places, end = place(sizes) if self.file is not None else ([-1] * len(sizes), 0)
        streamed = sum(size for size, at in zip(sizes, places, strict=True) if at < 0)
        if streamed != len(self.stream) or (self.file is not None and end != self.file.size):
            raise Breach("buffers that do not add up")
        pieces: list[Buffer | Part] = []
        whole, start = memoryview(self.stream), 0
        for size, at in zip(sizes, places, strict=True):
            if at >= 0 and self.file is not None:
                pieces.append(Part(self.file, at, size))
                continue
            pieces.append(self.stream[start : start + size] if size < LARGE else whole[start : start + size])
            start += size
        return pieces


def send_frame(
    sock: socket.socket, header: bytes, pieces: Sequence[Piece] = (), *, deadline: float | None = None
) -> None:
    """Send one frame whole; parts of a file (`Lender.pack`) go by its descriptor.

    `deadline` is on `time.monotonic`. Raises `TimeoutError` when it passes, `OSError` when the peer is gone.
    """
    buffers = [piece for piece in pieces if not isinstance(piece, Part)]
    file = next((piece.file for piece in pieces if isinstance(piece, Part)), None)
    prefix = _prefix(header, buffers, 0 if file is None else file.size)
    sock.settimeout(_remaining(deadline))
    if file is not None:
        prefix = prefix[file.pass_by(sock, prefix) :]
    for data in _join(prefix + header, buffers):
        _send(sock, data, deadline)


def answer_frame(sock: socket.socket, header: bytes, buffers: Sequence[Buffer] = ()) -> None:
    """Box's side: send one frame whole; large buffers go in a file that the judge lends for them."""
    places, size = place([len(buffer) for buffer in buffers])
    if size > MAX_PAYLOAD:
        places, size = [-1] * len(buffers), 0
    streamed = [buffer for buffer, start in zip(buffers, places, strict=True) if start < 0]
    prefix = _prefix(header, streamed, size)
    if size:
        sock.sendall(prefix)
        file = MemoryFile(_receive_with_file(sock, 1)[1], size, private=True)
        for buffer, start in zip(buffers, places, strict=True):
            if start >= 0:
                write_out(file, start, buffer)
        file.close()
        prefix = b""
    for data in _join(prefix + header, streamed):
        sock.sendall(data)


def receive_ask(sock: socket.socket) -> tuple[bytes, Payload]:
    """Box's side: receive one frame from the judge, which is believed. Raises `EOFError` when it is gone."""
    data, descriptor = _receive_with_file(sock, _SMALL)
    ahead = _Ahead(sock, None, data)
    magic, header_size, payload_size = _PREFIX.unpack(ahead.take(_PREFIX.size))
    file = None
    if magic == _MAGIC_WITH_FILE:
        (size,) = _SIZE.unpack(ahead.take(_SIZE.size))
        file = MemoryFile(descriptor, size, private=True)
    header = ahead.take(header_size)
    return header, Payload(ahead.take(payload_size), file)


def receive_frame(
    sock: socket.socket, *, deadline: float | None = None, lender: Lender | None = None
) -> tuple[bytes, Payload]:
    """Receive one frame as (header, payload).

    From a box, `lender` makes the file for large buffers, and nothing may follow the frame; without it the peer is
    trusted, and sends no files.

    Memory grows with what arrives, never with what the prefix promises.

    Raises:
        Breach: the prefix is not one of ours or is above the caps, or a descriptor came along, or more than the frame.
        EOFError: the peer closed the connection.
        TimeoutError: `deadline` (on `time.monotonic`) passed.
    """
    ahead = _Ahead(sock, deadline, eager=lender is not None)
    magic, header_size, payload_size = _PREFIX.unpack(ahead.take(_PREFIX.size))
    known = magic == _MAGIC or (magic == _MAGIC_WITH_FILE and lender is not None)
    if not known or header_size > MAX_HEADER or payload_size > MAX_PAYLOAD:
        raise Breach("this is no frame")
    file = None
    if magic == _MAGIC_WITH_FILE and lender is not None:
        (size,) = _SIZE.unpack(ahead.take(_SIZE.size))
        if size < LARGE or payload_size + size > MAX_PAYLOAD:
            raise Breach("a file of a size that cannot be")
        file = lender.offer(size)
        sock.settimeout(_remaining(deadline))
        file.pass_by(sock, b"+")
    header = ahead.take(header_size)
    payload = ahead.take(payload_size)
    if not ahead.is_empty:
        raise Breach("it said more than it was asked for")
    if lender is not None:
        lender.collect()
    if file is not None and file.is_held():
        raise Breach("a file that the box did not let go of")
    return header, Payload(payload, file)


class Mailbox:
    """Tells whether bytes (or the end of the stream) wait to be read from a socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._poller = select.poll()
        self._poller.register(sock, select.POLLIN)

    def is_filled(self) -> bool:
        """Does anything wait? Asks the kernel."""
        return bool(self._poller.poll(0))


def _prefix(header: bytes, streamed: Sequence[Buffer], file_size: int) -> bytes:
    payload = sum(len(buffer) for buffer in streamed)
    if len(header) > MAX_HEADER or payload + file_size > MAX_PAYLOAD:
        raise Breach(f"a frame of {len(header)} + {payload + file_size} bytes is above the caps")
    if not file_size:
        return _PREFIX.pack(_MAGIC, len(header), payload)
    return _PREFIX.pack(_MAGIC_WITH_FILE, len(header), payload) + _SIZE.pack(file_size)


def _join(head: bytes, buffers: Sequence[Buffer]) -> Sequence[Buffer]:
    """All of it as one where it is small: whoever waits for it wakes up once."""
    if sum(map(len, buffers)) > _SMALL:
        return [head, *buffers]
    return [b"".join([head, *buffers])]


class _Ahead:
    """Reads a frame in pieces; if `eager`, because nothing may follow it, a small one at once."""

    def __init__(self, sock: socket.socket, deadline: float | None, data: bytes = b"", *, eager: bool = False) -> None:
        self._sock = sock
        self._deadline = deadline
        self._data = data
        self._room = _SMALL if eager else 0
        self._at = 0

    def take(self, size: int) -> bytes:
        """The next bytes."""
        missing = size - (len(self._data) - self._at)
        if missing > 0:
            more = _receive(self._sock, missing, self._deadline, most=max(missing, self._room))
            self._data, self._at, self._room = self._data[self._at :] + more, 0, 0
        self._at += size
        return self._data[self._at - size : self._at]

    @property
    def is_empty(self) -> bool:
        """Has all been taken that came?"""
        return self._at == len(self._data)


def _send(sock: socket.socket, data: Buffer, deadline: float | None) -> None:
    sock.settimeout(_remaining(deadline))
    sock.sendall(data)


def _receive(sock: socket.socket, size: int, deadline: float | None, *, most: int) -> bytes:
    """Receive this many bytes (or more, up to `most`, if they are there), and nothing but bytes.

    The kernel drops descriptors that come along, and says so.
    """
    chunks, got = [], 0
    while got < size:
        sock.settimeout(_remaining(deadline))
        chunk, _, flags, _ = sock.recvmsg(min(max(size, most) - got, _CHUNK), 0, socket.MSG_CMSG_CLOEXEC)
        if flags & socket.MSG_CTRUNC:
            raise Breach("a descriptor that nobody asked for")
        if not chunk:
            raise EOFError("the peer closed the connection")
        chunks.append(chunk)
        got += len(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _receive_with_file(sock: socket.socket, size: int) -> tuple[bytes, int]:
    """Box's side: at most this many bytes, and the descriptor that comes with the first; -1 if there is none."""
    data, control, _, _ = sock.recvmsg(size, socket.CMSG_SPACE(_DESCRIPTOR), socket.MSG_CMSG_CLOEXEC)
    if not data:
        raise EOFError("the judge is gone")
    found = array.array("i")
    for level, kind, content in control:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            found.frombytes(content[: len(content) // _DESCRIPTOR * _DESCRIPTOR])
    return data, found[0] if found else -1


def _remaining(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left
