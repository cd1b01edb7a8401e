"""Zips: what is taken from them, and all that is refused."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.submission.archive import list_zip, read_zip
from grader.submission.caps import FILES, INFLATED, NAME, ZIP_ENTRIES


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def info(name: str, mode: int = 0o100644) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = mode << 16
    made.create_system = 3
    return made


def failure(data: bytes) -> str:
    with pytest.raises(SubmissionError) as caught:
        read_zip(data, "a.zip")
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.mark.parametrize(
    ("members", "paths"),
    [
        ([("slope.py", "x")], ["slope.py"]),
        ([("hw/slope.py", "x"), ("hw/lib/h.py", "y")], ["lib/h.py", "slope.py"]),
        ([("a/b/slope.py", "x")], ["slope.py"]),
        ([("hw/", ""), ("hw/slope.py", "x"), ("__MACOSX/hw/._slope.py", "junk")], ["slope.py"]),
        (
            [("slope.py", "x"), (".git/hooks/h.py", "y"), ("__pycache__/slope.py", "z"), ("notes.txt", "n")],
            ["slope.py"],
        ),
        ([("./slope.py", "x")], ["slope.py"]),
        ([("hw\\slope.py", "x"), ("hw\\h.py", "y")], ["h.py", "slope.py"]),
        ([("com acentos/inclinação.py", "x")], ["inclinação.py"]),
        ([("notes.txt", "n")], []),
        ([], []),
    ],
)
def test_python_files_are_taken_and_a_folder_around_everything_is_not(members, paths):
    assert list(read_zip(zipped(*members), "a.zip")) == paths


def encrypted() -> bytes:
    data = bytearray(zipped(("slope.py", "x")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data[at : at + 2] = struct.pack("<H", struct.unpack("<H", data[at : at + 2])[0] | 1)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (zipped(("../slope.py", "x")), "holds a path with '..': ../slope.py"),
        (zipped(("a/../../slope.py", "x")), "holds a path with '..'"),
        (zipped(("a\\..\\slope.py", "x")), "holds a path with '..'"),
        (zipped(("slope.py", "x"), ("../notes.txt", "x")), "holds a path with '..'"),
        (zipped(("/etc/slope.py", "x")), "holds an absolute path: /etc/slope.py"),
        (zipped(("\\\\host\\slope.py", "x")), "holds an absolute path"),
        (zipped(("C:/slope.py", "x")), "holds an absolute path"),
        (zipped((info("slope.py", 0o120777), "/etc/passwd")), "holds a link: slope.py"),
        (zipped(("slope.py", "x"), (info("data", 0o120777), "/")), "holds a link: data"),
        (zipped((info("slope.py", 0o010644), "")), "holds something that is no file"),
        (encrypted(), "has a password"),
        (zipped(("slope.py", "x"), ("Slope.py", "y")), "holds two files of one name: slope.py and Slope.py"),
        (zipped(("é.py", "x"), ("e\u0301.py", "y")), "holds two files of one name"),
        (zipped(("straße.py", "x"), ("STRASSE.py", "y")), "holds two files of one name"),
        (zipped(("a.py", "x"), ("a.py/b.py", "y")), "holds two files of one name"),
        (zipped(("a.py/b.py", "y"), ("a.py", "x")), "holds two files of one name"),
        (zipped(("slope\x1b[31m.py", "x")), "file name with control characters: slope\\x1b[31m.py"),
        (zipped(("slope\u202eyp.py", "x")), "file name with control characters"),
        (zipped(("a" * NAME + ".py", "x")), f"path of more than {NAME} characters"),
        (zipped(("slope.py", "x"), method=zipfile.ZIP_BZIP2), "compression that not every system reads"),
        (zipped(("slope.py", "x"), method=zipfile.ZIP_LZMA), "compression that not every system reads"),
        (zipped(("slope.py", "x"), ("zeros.bin", bytes(INFLATED))), "holds more than 64 MiB"),
        (zipped(*((f"f{i}.py", "") for i in range(FILES + 1))), f"holds more than {FILES} Python files"),
        (zipped(*((f"f{i}", "") for i in range(ZIP_ENTRIES + 1))), f"holds more than {ZIP_ENTRIES} files"),
        (zipped(("slope.py", b"\0" * (17 << 20))), "slope.py is larger than 16 MiB"),
        (b"", "can't be unpacked"),
        (b"PK\x03\x04 nothing", "can't be unpacked"),
        pytest.param(zipped(("slope.py", "x = 1" * 100))[:-30], "can't be unpacked", id="cut short"),  # has the time in it
    ],
)  # fmt: skip
def test_what_a_zip_may_not_hold_is_told_in_one_line(data, told):
    assert told in failure(data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused():
    assert "two files of one name" in failure(zipped(("slope.py", "x"), ("slope.py", "y")))


def bomb(size: int) -> bytes:
    """`size` zero bytes under headers that say 10."""
    data = bytearray(zipped(("zeros.bin", bytes(size))))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)


def test_a_size_in_the_header_is_not_believed():
    data = bomb(INFLATED + 5)
    tracemalloc.start()
    try:
        told = failure(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "can't be unpacked" in told or "more than 64 MiB" in told
    assert peak < 20 << 20


def test_overlapping_members_cost_no_more_than_the_cap():
    """One block of zeros that a thousand directory entries point at: 10 GB from 10 KB."""
    size = 10 << 20
    whole = zipped(("a", bytes(size)))
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entry = whole[start:end]
    entries = entry * 1000
    tail = bytearray(whole[end:])
    tail[8:12] = struct.pack("<HH", 1000, 1000)
    tail[12:16] = struct.pack("<I", len(entries))
    before = time.process_time()
    failure(whole[:start] + entries + bytes(tail))
    assert time.process_time() - before < 5


def test_a_zip_inside_a_zip_stays_shut():
    inner = zipped(("slope.py", bytes(1 << 20)))
    assert read_zip(zipped(("inner.zip", inner), ("slope.py", "x")), "a.zip") == {"slope.py": b"x"}


def test_names_to_guess_by_are_read_or_none():
    assert list_zip(zipped(("slope.py", "x"), (".hidden.py", "y"))) == ["slope.py"]
    assert list_zip(b"no zip") == []


GOOD = zipped(("hw/slope.py", "x = 1\n" * 20), ("hw/h.ipynb", "{}"), (info("hw/n.txt"), "n"))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6), st.integers(0, len(GOOD)))
def test_a_damaged_zip_is_files_or_a_submission_error(changes, cut):
    data = bytearray(GOOD)
    for at, byte in changes:
        data[at] = byte
    for damaged in (bytes(data), bytes(data[:cut])):
        try:
            files = read_zip(damaged, "a.zip")
        except SubmissionError as error:
            assert "\n" not in str(error)
        else:
            assert all(".." not in path.split("/") for path in files)


@given(st.binary(max_size=100))
def test_any_bytes_are_files_or_a_submission_error(data):
    for blob in (data, b"PK\x03\x04" + data, data + GOOD[-22:]):
        try:
            read_zip(blob, "a.zip")
        except SubmissionError as error:
            assert "\n" not in str(error)
