"""What the suite lends to the student's code: its own functions and iterators, called while a question is open."""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from grader.judge.subject.admitted import NotAdmitted
from grader.judge.subject.lendable import is_plain_object, may_get, may_set
from grader.judge.subject.loans import Loans
from grader.wire.breach import Breach, CannotCross
from grader.wire.builtin import error_name
from grader.wire.encode import Encoder
from grader.wire.gradients import find_leaves, pull_gradients
from grader.wire.messages import Answer, Do, Problem, Raised
from grader.wire.nodes import Graph
from grader.wire.objects import Objects
from grader.wire.problems import rebuild
from grader.wire.special import SPECIAL

__all__ = ["LentCalls"]

_MOST_NESTED = 30
"""Calls into each other's code, each inside the one before."""
_EMPTY = Graph([], [])


class LentCalls:
    """Answers the questions of a box; remembers what was raised, so that it comes back as itself."""

    def __init__(self, objects: Objects, loans: Loans) -> None:
        self._objects = objects
        self._loans = loans
        self._depth = 0
        self._raised: dict[int, BaseException] = {}
        self._pending: BaseException | None = None

    def forget(self) -> None:
        """A new test begins."""
        self._raised.clear()
        self._pending = None

    def answer(
        self, ask: Do, args: list[Any], kwargs: dict[str, Any], encoder: Encoder, enter: Callable[[str], None]
    ) -> Answer | Raised:
        """Do what the box asks; the reply still lacks its graph. Raises `Breach` for what it may not ask.

        `enter` is told the name of what is called, and raises `NotAdmitted` for arguments that end the test.
        """
        function = pull_gradients if ask.op == "pull" else _open(ask.op, self._loans.find(ask.lent))
        if self._depth >= _MOST_NESTED:
            return self._tell(ask, RecursionError("maximum recursion depth exceeded"), encoder)
        self._depth += 1
        try:
            if ask.op == "pull":
                _check_pull(args, kwargs)
            enter(str(getattr(function, "__qualname__", ask.op)))
            with torch.set_grad_enabled(ask.setting is None or ask.setting.grad):
                result = function(*args, **kwargs)
            index = encoder.add(result)
        except CannotCross as error:
            return self._tell(ask, TypeError(f"a function of the tests gave back {error}, which can't cross"), encoder)
        except NotAdmitted as error:
            return self.end_test(ask, error, encoder)
        except Exception as error:  # noqa: BLE001 - the student's code may expect it
            return self._tell(ask, error, encoder)
        except BaseException as error:  # noqa: BLE001 - ends the test, whatever the student's code makes of it
            return self.end_test(ask, error, encoder)
        finally:
            self._depth -= 1
        depends = find_leaves(encoder.computed, self._objects.known_id) if encoder.computed else []
        return Answer(ask.call, index, [], _EMPTY, depends=depends)

    def end_test(self, ask: Do, error: BaseException, encoder: Encoder) -> Raised:
        """The answer to what the box asks, after which `raise_pending` raises this."""
        self._pending = error
        return self._tell(ask, RuntimeError("the test ended"), encoder)

    def raise_pending(self) -> None:
        """Go on with what ended the test inside of a question."""
        pending, self._pending = self._pending, None
        if pending is not None:
            raise pending

    def rebuild(self, problem: Problem, value: Any) -> BaseException:
        """The exception that a box says was raised; one of the suite's own as itself."""
        own = self._raised.get(problem.lent)
        return own if own is not None else rebuild(problem, value)

    def _tell(self, ask: Do, error: Exception, encoder: Encoder) -> Raised:
        """An exception as type and arguments: what an assertion says of its values stays here."""
        oid = self._objects.new_id()
        self._raised[oid] = error
        kind = next(filter(None, map(error_name, type(error).__mro__)))
        args: list[int] = []
        text = ""
        if not isinstance(error, AssertionError):
            text = str(error)[:1000]
            try:
                args = [encoder.add(arg) for arg in error.args]
            except CannotCross:
                args = []
        return Raised(ask.call, Problem(kind, type(error).__name__, text, args, [], lent=oid), [], _EMPTY)


def _open(op: str, lent: Any) -> Callable[..., Any]:
    """The one way in which what was lent may be used."""
    if op == "call":
        return lent if callable(lent) else lambda: next(lent)
    if (is_plain_object(lent) or isinstance(lent, nn.Module)) and op in _OF_OBJECTS:
        return functools.partial(_OF_OBJECTS[op], lent)
    raise Breach(f"it asked for {op!r} of something that it may not")


def _get(lent: Any, name: Any) -> Any:
    if type(name) is not str or name.startswith("_"):
        raise Breach("it asked for an attribute that is not for it")
    if not may_get(lent, name):
        raise AttributeError(f"{name!r} is for the tests alone")
    return getattr(lent, name)


def _set(lent: Any, name: Any, value: Any) -> None:
    if type(name) is not str or name.startswith("_"):
        raise Breach("it set an attribute that is not for it")
    if not may_set(lent, name):
        raise AttributeError(f"{name!r} is for the tests alone")
    setattr(lent, name, value)


def _special(lent: Any, name: Any, *args: Any, **kwargs: Any) -> Any:
    if name not in SPECIAL:
        raise Breach("it asked for a method that is not for it")
    found = inspect.getattr_static(type(lent), name)
    bind = getattr(type(found), "__get__", None)  # as Python finds it, past the object's own attributes
    method = found if bind is None else bind(found, lent, type(lent))
    return method(*args, **kwargs)


_OF_OBJECTS: dict[str, Callable[..., Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "get": _get,
    "set": _set,
    "special": _special,
}


def _check_pull(args: list[Any], kwargs: dict[str, Any]) -> None:
    shape = (list, tuple)
    if kwargs or len(args) != 4 or any(type(part) not in shape for part in args[:3]) or type(args[3]) is not bool:
        raise Breach("no such question of gradients")
    if any(not isinstance(part, torch.Tensor) for part in (*args[0], *args[2])):
        raise Breach("gradients of something that is no tensor")
