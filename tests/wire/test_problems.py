"""Exceptions cross as the built-in class they are or descend from, and never as anything a test runner obeys."""

import _pytest.outcomes
import pytest

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
