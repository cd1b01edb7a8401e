"""Exceptions of Python and its libraries with all that they tell: errno and files, places in a text, groups, notes."""

import errno
import json
import struct
import threading

import numpy as np
import pytest

import mishaps


def test_bytes_that_are_no_text():
    with pytest.raises(UnicodeDecodeError) as error:
        mishaps.read_text(b"abc\xff")
    assert (error.value.start, error.value.end, error.value.encoding) == (3, 4, "utf-8")
    assert error.value.object == b"abc\xff"
    assert error.value.reason == "invalid start byte"


def test_text_that_is_no_ascii():
    with pytest.raises(UnicodeEncodeError, match="ordinal not in range"):
        mishaps.to_ascii("caf\xe9")
    with pytest.raises(ValueError):
        mishaps.to_ascii("\xe9")


def test_settings():
    assert mishaps.read_settings('{"a": [1]}') == {"a": [1]}
    with pytest.raises(json.JSONDecodeError) as error:
        mishaps.read_settings('{"a": \n]')
    assert (error.value.lineno, error.value.colno, error.value.pos) == (2, 1, 7)
    assert error.value.doc == '{"a": \n]'
    assert error.value.msg == "Expecting value"


@pytest.mark.parametrize("item", ["tea", 3, ("green", "tea"), None, 2.5, np.int64(7), frozenset({1})])
def test_no_price(item):
    with pytest.raises(KeyError) as error:
        mishaps.price_of({"coffee": 1}, item)
    assert error.value.args == (item,)
    assert str(error.value) == repr(item)


def test_no_file(tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        mishaps.load(tmp_path / "none.txt")
    assert error.value.errno == errno.ENOENT
    assert error.value.strerror == "No such file or directory"
    assert str(error.value.filename) == str(tmp_path / "none.txt")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(IsADirectoryError):
        mishaps.load(tmp_path)


def test_two_files(tmp_path):
    with pytest.raises(OSError, match="none.txt") as error:
        mishaps.rename(str(tmp_path / "none.txt"), str(tmp_path / "some.txt"))
    assert error.value.errno == errno.ENOENT
    assert error.value.filename2 == str(tmp_path / "some.txt")


def test_singular():
    with pytest.raises(np.linalg.LinAlgError, match="Singular"):
        mishaps.solve(np.zeros((2, 2)), np.ones(2))


def test_axis():
    assert mishaps.total(np.ones((2, 3)), 1).tolist() == [3, 3]
    with pytest.raises(np.exceptions.AxisError) as error:
        mishaps.total(np.ones((2, 3)), 2)
    assert (error.value.axis, error.value.ndim) == (2, 2)


def test_too_short():
    assert mishaps.first_number(b"\x05\0\0\0rest") == 5
    with pytest.raises(struct.error):
        mishaps.first_number(b"\x05")


def test_barrier():
    class Broken:
        def wait(self, timeout):
            raise threading.BrokenBarrierError

    with pytest.raises(threading.BrokenBarrierError, match="nobody else came"):
        mishaps.wait_for(Broken())


def positive(values):
    if min(values) < 0:
        raise ValueError("negative")


def short(values):
    if len(values) > 2:
        raise ValueError("long", len(values))


def test_group():
    assert mishaps.check_all([1, 2], [positive, short]) == 2
    with pytest.raises(ExceptionGroup, match="checks failed") as error:
        mishaps.check_all([1, -2, 3], [positive, short])
    assert error.value.message == "checks failed"
    assert [inner.args for inner in error.value.exceptions] == [("negative",), ("long", 3)]


def test_except_star():
    told = []
    try:
        mishaps.check_all([-1], [positive])
    except* ValueError as group:
        told += group.exceptions
    assert len(told) == 1


def test_what_a_generator_gives_back():
    numbers = mishaps.countdown(2)
    assert [next(numbers), next(numbers)] == [2, 1]
    with pytest.raises(StopIteration) as error:
        next(numbers)
    assert error.value.value == [2, 1]


def test_note():
    assert mishaps.parse_row("1,2", 1) == [1.0, 2.0]
    with pytest.raises(ValueError, match="could not convert") as error:
        mishaps.parse_row("1,x", 7)
    assert error.value.__notes__ == ["in row 7"]
