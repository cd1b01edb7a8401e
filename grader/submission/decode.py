"""The bytes of a text file to text, as an editor would show it, or one line that says which byte is wrong."""

from __future__ import annotations

import codecs
import re

from grader.errors import SubmissionError, worded

__all__ = ["decode_source", "tidy"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like the UTF-16 one, so it is tried first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# PEP 263, and the two lines that it may stand in.
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
# Text codecs by Python's book, which no editor writes and which turn source into other source.
_NO_EDITOR = frozenset(["idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"])
_NO_CODE = re.compile(rb"^[ \t\f]*(?:#[^\r\n]*)?$")


def decode_source(data: bytes, name: str) -> str:
    r"""The text of a Python file or notebook: UTF-8, UTF-16 or what its coding line says; \n line ends, no BOM.

    A coding line that names another codec is made to say utf-8, as that is how the text is kept from here on.

    Raises:
        SubmissionError: empty, NUL bytes, no text in its encoding; names byte and line.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return tidy(_decode(data[len(bom) :], codec, name), name)
    plain = _plain_utf16(data)
    if plain:
        return tidy(_decode(data, plain, name), name)
    if b"\0" in data:
        line = _line(data, data.index(b"\0"))
        raise SubmissionError(
            worded("{name}: line {line} holds a NUL byte.", name=name, line=line),
            worded("Save the file as UTF-8 text."),
        )
    cookie = _cookie(data)
    if cookie is None:
        return tidy(_decode(data, "utf-8", name), name)
    start, end, codec = cookie
    try:
        info = codecs.lookup(codec)
    except (LookupError, ValueError):
        raise SubmissionError(
            worded("{name}: its coding line names an unknown encoding, {codec}.", name=name, codec=repr(codec)),
            worded("Use utf-8."),
        ) from None
    if info.name in {"utf-8", "utf-8-sig"}:
        return tidy(_decode(data, "utf-8", name), name)
    if info.name.replace("_", "-") in _NO_EDITOR:
        raise SubmissionError(
            worded("{name}: its coding line names {codec}, which is not supported.", name=name, codec=repr(codec)),
            worded("Use utf-8."),
        )
    text = _decode(data[:start], codec, name) + "utf-8" + _decode(data[end:], codec, name)
    return tidy(text, name)


def tidy(text: str, name: str) -> str:
    r"""Decoded text with \n line ends.

    Raises:
        SubmissionError: it is empty, holds NUL, or half of a surrogate pair.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff \t\n\f"):
        raise SubmissionError(worded("{name} is empty.", name=name), worded("Did you save it?"))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SubmissionError(
            worded("{name}: line {line} holds a NUL character.", name=name, line=line),
            worded("Save the file as UTF-8 text."),
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        code = ord(text[error.start])
        raise SubmissionError(
            worded("{name}: line {line} holds half a character (U+{code}).", name=name, line=line, code=f"{code:04X}"),
            worded("Delete it."),
        ) from None
    return text


def _decode(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line, shown = _line(data[: error.start], error.start), codec.upper()
        byte = f": byte 0x{data[error.start]:02x}" if error.start < len(data) else ""
        raise SubmissionError(
            worded(
                "{name}: line {line} is not {codec}{byte}; save the file as UTF-8.",
                name=name,
                line=line,
                codec=shown,
                byte=byte,
            )
        ) from None
    except (LookupError, UnicodeError, ValueError):
        # Some codecs are no text encodings (hex, zlib), others have errors of their own (idna, undefined).
        raise SubmissionError(
            worded("{name}: its coding line names {codec}, which it can't be read as.", name=name, codec=repr(codec)),
            worded("Use utf-8."),
        ) from None


def _line(data: bytes, end: int) -> int:
    head = data[:end].replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\0", b"")
    return head.count(b"\n") + 1


def _plain_utf16(data: bytes) -> str:
    """UTF-16 without a BOM, if the zero bytes leave no doubt (program text is mostly ASCII), else empty."""
    if len(data) < 2 or len(data) % 2:
        return ""
    high, low = data[1::2].count(0), data[::2].count(0)
    if high * 2 > len(data) // 2 and low == 0:
        return "utf-16-le"
    return "utf-16-be" if low * 2 > len(data) // 2 and high == 0 else ""


def _cookie(data: bytes) -> tuple[int, int, str] | None:
    position = 0
    for line in re.split(rb"\r\n|\r|\n", data[:10_000], maxsplit=2)[:2]:
        found = _COOKIE.match(line)
        if found:
            return position + found.start(1), position + found.end(1), found[1].decode("ascii")
        if not _NO_CODE.match(line):
            return None
        position += len(line) + (2 if data[position + len(line) :].startswith(b"\r\n") else 1)
    return None
