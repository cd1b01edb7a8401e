"""A small assembler for seccomp filters: classic BPF over the number and arguments of a system call (x86-64)."""

from __future__ import annotations

import ctypes
import struct
from typing import TYPE_CHECKING

from grader.zygote.kernel import Number, system_call

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ALLOW",
    "KILL",
    "fail",
    "install",
    "match",
    "match_argument",
    "match_masked",
    "return_",
    "start",
    "unless_argument",
]

ALLOW = 0x7FFF0000
KILL = 0x80000000
_ERRNO = 0x00050000

_LOAD_WORD, _JUMP_EQUAL, _JUMP_AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16
_X86_64 = 0xC000003E
_X32_BIT = 0x40000000
_SET_MODE_FILTER = 1


def fail(code: int) -> int:
    """Return the verdict "the call fails with this errno"."""
    return _ERRNO | code


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def return_(verdict: int) -> bytes:
    """End the filter."""
    return _instruction(_RETURN, verdict)


def start(refused: int) -> bytes:
    """Kill a call made by another architecture's convention, answer `refused` to the x32 one, and load the number."""
    return (
        _instruction(_LOAD_WORD, _ARCH)
        + _instruction(_JUMP_EQUAL, _X86_64, 1, 0)
        + return_(KILL)
        + _instruction(_LOAD_WORD, _NUMBER)
        + _instruction(_JUMP_AT_LEAST, _X32_BIT, 0, 1)
        + return_(refused)
    )


def match(number: int, block: bytes) -> bytes:
    """Run `block`, which must end the filter, for the call `number`, and skip it for others."""
    length = len(block) // 8
    if length > 255:
        raise ValueError("a block of a filter has at most 255 instructions: jumps are one byte")
    return _instruction(_JUMP_EQUAL, number, 0, length) + block


def match_argument(position: int, values: Iterable[int], verdict: int, *, wide: bool = False) -> bytes:
    """End with `verdict` if the argument is one of `values`, else go on.

    Compares the low 32 bits, as the kernel does for an int; with `wide` the high bits must be 0 too.
    """
    code = b""
    for value in values:
        test = _instruction(_LOAD_WORD, _ARGUMENTS + 8 * position)
        if wide:
            test += _instruction(_JUMP_EQUAL, value, 0, 3)
            test += _instruction(_LOAD_WORD, _ARGUMENTS + 8 * position + 4)
        code += test + _instruction(_JUMP_EQUAL, 0 if wide else value, 0, 1) + return_(verdict)
    return code


def unless_argument(position: int, value: int, verdict: int) -> bytes:
    """End with `verdict` if the low 32 bits of the argument are not `value`; else go on."""
    return (
        _instruction(_LOAD_WORD, _ARGUMENTS + 8 * position) + _instruction(_JUMP_EQUAL, value, 1, 0) + return_(verdict)
    )


def match_masked(position: int, mask: int, value: int, verdict: int) -> bytes:
    """End with `verdict` if the low 32 bits of the argument, under `mask`, are `value`; else go on."""
    return (
        _instruction(_LOAD_WORD, _ARGUMENTS + 8 * position)
        + _instruction(_AND, mask)
        + _instruction(_JUMP_EQUAL, value, 0, 1)
        + return_(verdict)
    )


def install(program: bytes) -> None:
    """Put a filter on this process and on all it starts, for good; needs no_new_privs.

    Raises:
        OSError: the kernel refused.
    """
    instructions = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("=H6xQ", len(program) // 8, ctypes.addressof(instructions)), 16)
    system_call(Number.SECCOMP, _SET_MODE_FILTER, 0, header)
