"""Exceptions cross as the built-in class they are or descend from, and never as anything a test runner obeys."""

import json
import re
import struct
import threading

import _pytest.outcomes
import numpy as np
import pytest
import torch

from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.messages import Problem
from grader.wire.objects import BOX, JUDGE, Objects
from grader.wire.problems import describe, rebuild


def raised(error):
    encoder = Encoder(Objects(BOX))
    try:
        raise error
    except BaseException as caught:
        problem = describe(caught, "/work", encoder.add)
    return rebuild(problem, Decoder(encoder.graph(), b"", Objects(JUDGE)).value)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no"),
        KeyError("k"),
        ZeroDivisionError(),
        TypeError("a", 1),
        SystemExit(0),
        IndexError(3),
        StopIteration(),
    ],
    ids=repr,
)
def test_built_in_exceptions_arrive_as_themselves(error):
    there = raised(error)
    assert type(there) is type(error)
    assert str(there) == str(error)


def test_os_and_unicode_errors_keep_their_text():
    assert "nowhere" in str(raised(FileNotFoundError(2, "No such file", "nowhere")))
    assert isinstance(raised(FileNotFoundError(2, "x")), FileNotFoundError)
    with pytest.raises(UnicodeError) as told:
        raise raised(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"))
    assert "bad" in str(told.value)


@pytest.mark.parametrize(
    ("error", "names"),
    [
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "encoding object start end reason"),
        (UnicodeEncodeError("ascii", "\xe9", 0, 1, "bad"), "encoding object start end reason"),
        (FileNotFoundError(2, "No such file", "a"), "errno strerror filename filename2"),
        (FileNotFoundError(2, "No such file", "a", None, "b"), "errno strerror filename filename2"),
        (json.JSONDecodeError("Expecting value", "[1,]", 3), "msg doc pos lineno colno"),
        (re.error("nothing to repeat", "*", 0), "msg pattern pos"),
        (np.exceptions.AxisError(2, 1), "axis ndim"),
        (np.exceptions.AxisError("told"), "axis ndim"),
        (KeyError((1, "b")), ""),
        (KeyError(np.int64(3)), ""),
        (StopIteration([1, {"a": 2}]), "value"),
        (torch.OutOfMemoryError("2 GiB"), ""),
        (threading.BrokenBarrierError(), ""),
        (struct.error("4 bytes"), ""),
        (ExceptionGroup("two", [ValueError("a"), KeyError("b")]), "message"),
    ],
    ids=repr,
)
def test_errors_arrive_with_all_that_they_tell(error, names):
    there = raised(error)
    assert type(there) is type(error)
    assert str(there) == str(error)
    assert there.args == error.args or isinstance(error, ExceptionGroup)
    assert [getattr(there, name) for name in names.split()] == [getattr(error, name) for name in names.split()]


def test_a_group_has_its_exceptions():
    there = raised(ExceptionGroup("two", [ValueError("a"), ExceptionGroup("more", [KeyError("b")])]))
    assert [type(one) for one in there.exceptions] == [ValueError, ExceptionGroup]
    assert there.exceptions[1].exceptions[0].args == ("b",)


def test_notes_arrive():
    error = ValueError("no")
    error.add_note("in the third row")
    assert raised(error).__notes__ == ["in the third row"]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("UnicodeDecodeError", ("utf-8", b"abc", -1000000, -999999, "bad")),
        ("UnicodeDecodeError", ("utf-8", b"abc", 1 << 40, (1 << 40) + 1, "bad")),
        ("UnicodeEncodeError", ("utf-8", "abc", 1 << 40, (1 << 40) + 1, "bad")),
        ("UnicodeTranslateError", ("abc", -5, -4, "bad")),
        ("ExceptionGroup", ("none", ())),
        ("ExceptionGroup", ("no exception", (3,))),
        ("SyntaxError", ("bad", ("/etc/passwd", 1, 1, None))),
        ("OSError", (2, [], "x")),
        ("json.decoder.JSONDecodeError", ("a", [], 0)),
    ],
)
def test_forged_parts_are_not_believed(name, args):
    encoder = Encoder(Objects(BOX))
    places = [encoder.add(arg) for arg in args]
    there = rebuild(Problem(name, name, "text", places, []), Decoder(encoder.graph(), b"", Objects(JUDGE)).value)
    assert str(there) == "text"
    assert getattr(there, "filename", None) is None


def test_a_giant_argument_is_not_written():
    shared = ["x" * 1_000_000] * 900
    encoder = Encoder(Objects(BOX))
    places = [encoder.add([shared] * 900)]
    there = rebuild(
        Problem("ValueError", "ValueError", "text", places, []), Decoder(encoder.graph(), b"", Objects(JUDGE)).value
    )
    assert there.args == ("text",)


def test_own_classes_arrive_as_their_built_in_base():
    class Lost(LookupError):
        pass

    assert type(raised(Lost("where"))) is LookupError
    assert str(raised(Lost("where"))) == "where"


@pytest.mark.parametrize(
    "error",
    [
        KeyboardInterrupt(),
        GeneratorExit(),
        _pytest.outcomes.Skipped("s"),
        _pytest.outcomes.XFailed("x"),
        _pytest.outcomes.Exit("e"),
    ],
    ids=repr,
)
def test_a_test_runners_exceptions_arrive_as_plain_errors(error):
    assert type(raised(error)) in (RuntimeError, Exception)


@pytest.mark.parametrize("name", ["KeyboardInterrupt", "Skipped", "BaseException", "ExceptionGroup", "os.system", ""])
def test_a_forged_class_name_is_a_runtime_error(name):
    there = rebuild(Problem(name, name, "text", [], []), lambda _: None)
    assert type(there) is RuntimeError


def test_an_exception_that_cannot_be_printed_still_crosses():
    class Mute(ValueError):
        def __str__(self):
            raise KeyboardInterrupt

    assert type(raised(Mute())) is ValueError
