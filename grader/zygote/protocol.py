"""What host and zygote say to each other: one message a packet on SEQPACKET sockets, descriptors beside it."""

from __future__ import annotations

import array
import errno
import os
import socket
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LONGEST_MESSAGE", "Begin", "Exited", "Failed", "Fork", "Message", "Ready", "Started", "receive", "send"]

LONGEST_MESSAGE = 64 * 1024
"""Bytes of one message."""

_MOST_DESCRIPTORS = 64
_BYTES_A_DESCRIPTOR = array.array("i").itemsize


class Begin(msgspec.Struct, frozen=True, tag=True):
    """Host to zygote, first: what to import, warm up and run in each fork."""

    entry: str
    preload: tuple[str, ...]
    warm: str | None
    warm_argument: bytes


class Ready(msgspec.Struct, frozen=True, tag=True):
    """Zygote to host: warm and able to fork."""


class Failed(msgspec.Struct, frozen=True, tag=True):
    """Zygote to host: it could not start, or could not fork; `reason` is text."""

    reason: str


class Fork(msgspec.Struct, frozen=True, tag=True):
    """Host to zygote: fork; the packet carries the leash and then the child's own descriptors."""

    request: bytes
    namespaces: bool


class Started(msgspec.Struct, frozen=True, tag=True):
    """Zygote to host on the leash: the child runs; the packet carries its pidfd."""

    pid: int


class Exited(msgspec.Struct, frozen=True, tag=True):
    """Zygote to host on the leash: the child is gone. One of `code` and `signal` is set."""

    code: int | None
    signal: int | None
    cpu_s: float
    max_rss_kib: int


Message: TypeAlias = Begin | Ready | Failed | Fork | Started | Exited

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(Message)


def send(channel: socket.socket, message: Message, descriptors: Sequence[int] = (), flags: int = 0) -> None:
    """Send one message whole.

    Raises:
        OSError: the other side is gone, or the message is too long.
    """
    data = _encoder.encode(message)
    if len(data) > LONGEST_MESSAGE + 1024:
        raise OSError(f"a message of {len(data)} bytes is too long for a zygote; at most {LONGEST_MESSAGE}")
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
    channel.sendmsg([data], rights, flags | socket.MSG_NOSIGNAL)


def receive(channel: socket.socket) -> tuple[Message, list[int]]:
    """Receive one message and its descriptors.

    Raises:
        EOFError: the other side closed.
        OSError: the socket failed or its timeout ran out; EMFILE: there was no room for the descriptors.
        msgspec.MsgspecError: the other side speaks another protocol.
    """
    space = socket.CMSG_SPACE(_MOST_DESCRIPTORS * _BYTES_A_DESCRIPTOR)
    data, ancillary, flags, _ = channel.recvmsg(LONGEST_MESSAGE + 1024, space, socket.MSG_CMSG_CLOEXEC)
    descriptors = array.array("i")
    for level, kind, payload in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(payload[: len(payload) - len(payload) % _BYTES_A_DESCRIPTOR])
    if flags & socket.MSG_CTRUNC:
        for descriptor in descriptors:
            os.close(descriptor)
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    if not data:
        raise EOFError
    return _decoder.decode(data), list(descriptors)
