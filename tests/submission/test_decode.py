"""Text in any encoding that editors write; one line for every other."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.submission.decode import decode_source

TEXT = "# café\nx = 1\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n").encode("utf-16"),
    ],
)
def test_what_editors_write_is_one_text(data):
    assert decode_source(data, "slope.py") == TEXT


@pytest.mark.parametrize("first", ["", "#!/usr/bin/python\n", "\n", "  # hello\r\n"])
@pytest.mark.parametrize("codec", ["latin-1", "cp1252", "iso-8859-15"])
def test_a_coding_line_is_followed_and_then_says_utf8(codec, first):
    data = f"{first}# -*- coding: {codec} -*-\n# café\n".encode(codec)
    assert decode_source(data, "slope.py").endswith("# -*- coding: utf-8 -*-\n# café\n")


def test_a_coding_line_below_the_second_line_or_after_code_means_nothing():
    for head in ("\n\n", "x = 1\n"):
        with pytest.raises(SubmissionError, match="not UTF-8"):
            decode_source(f"{head}# coding: latin-1\n# café".encode("latin-1"), "slope.py")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"a\nb\n# caf\xe9\n", "slope.py: line 3 is not UTF-8: byte 0xe9; save the file as UTF-8."),
        (b"a\r\nb\r\n# caf\xe9", "line 3 is not UTF-8: byte 0xe9"),
        (b"a\rb\r# caf\xe9", "line 3 is not UTF-8: byte 0xe9"),
        (b"\xed\xa0\x80", "line 1 is not UTF-8: byte 0xed"),
        (b"", "slope.py is empty"),
        (b" \r\n\t", "slope.py is empty"),
        (codecs.BOM_UTF8, "slope.py is empty"),
        (b"a\nb\0c\n", "line 2 holds a NUL byte"),
        ("a\nb\0".encode("utf-16"), "line 2 holds a NUL character"),
        (codecs.BOM_UTF16_LE + b"a\0b", "line 1 is not UTF-16-LE"),
        (codecs.BOM_UTF16_LE + b"\n\0\x00\xd8a\0", "line 2 is not UTF-16-LE"),
        (b"# coding: latin-2000\n", "unknown encoding, 'latin-2000'"),
        (b"# coding: hex\n", "'hex', which it can't be read as"),
        (b"# coding: utf-7\n", "'utf-7', which is not supported"),
        (b"# coding: unicode_escape\n'\\d'", "'unicode_escape', which is not supported"),
        (b"# coding: ..os\n", "unknown encoding"),
    ],
)
def test_no_text_is_one_line_that_names_byte_and_line(data, told):
    with pytest.raises(SubmissionError) as caught:
        decode_source(data, "slope.py")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def answer(data: bytes) -> str:
    try:
        return decode_source(data, "slope.py")
    except SubmissionError as error:
        assert "\n" not in str(error)
        return ""


@given(st.binary(max_size=200) | st.text(max_size=60).map(lambda text: text.encode("utf-16-le", "surrogatepass")))
def test_any_bytes_are_text_or_a_submission_error(data):
    answer(data).encode("utf-8")


@given(
    st.sampled_from(sorted({*codecs.lookup("utf-8").name, *__import__("encodings.aliases").aliases.aliases})),
    st.binary(max_size=40),
)
def test_any_coding_line_is_text_or_a_submission_error(codec, data):
    answer(f"# coding: {codec}\n".encode() + data).encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff"), min_size=1))
def test_utf8_and_utf16_with_a_mark_give_back_the_text(text):
    if text.strip("\ufeff \t\n\f"):
        assert decode_source(codecs.BOM_UTF8 + text.encode(), "slope.py") == text
        assert decode_source(codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "slope.py") == text
