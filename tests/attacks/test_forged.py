"""Forged descriptions of classes and objects: what the judge makes of them has nothing that is called behind one's back."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
import torch

from grader.judge.subject.handles import own_names, ref_of
from grader.judge.subject.mirrors import Mirrors
from grader.judge.subject.sources import Sources
from grader.wire import nodes
from grader.wire.breach import Breach
from grader.wire.decode import Decoder
from grader.wire.objects import JUDGE, Objects

NAMES = """
    __class__ __getattribute__ __getattr__ __setattr__ __init_subclass__ __subclasshook__ __instancecheck__ __new__ __del__
    __array__ __array_interface__ __array_struct__ __array_priority__ __array_ufunc__ __array_function__
    __torch_function__ __torch_dispatch__ __reduce__ __reduce_ex__ __getstate__ __sizeof__ __dir__ __dict__ __slots__
    __weakref__ __mro_entries__ __set_name__ __classcell__ __qualname__ __module__ __dlpack__ __cuda_array_interface__
    __buffer__ __prepare__ __get__ __set__ __set_name__ __init_subclass__ __class_getitem__ __fspath
    _grader_ref _grader_class _grader_derived _grader_text _grader_above _grader_doc
""".split()
HARMLESS = {"__fspath"}


class Silent:
    """Whoever asks the student's code fails the test. Its file is shown where the reference's lies."""

    def __init__(self):
        reference = SimpleNamespace(name="walk", file=Path("/course/walk.py"))
        self.sources = Sources([reference], "walk", {"walk.py": "def f(x): ..."})

    def ask(self, _ref, op, name, *_args, **_kwargs):
        raise AssertionError(f"asked: {op} {name}")

    def speaks(self, _ref, _name):
        return False

    def shown_file(self, path):
        return self.sources.file(path)


@pytest.fixture
def decode():
    objects = Objects(JUDGE)
    asking = Silent()
    mirrors = Mirrors(objects, asking, {})

    def value(*parts):
        graph = msgspec.convert([list(parts), []], nodes.Graph)
        return Decoder(graph, b"", objects, mirrors).value(0)

    yield value
    asking.sources.close()


def described(members=None, bases=(), known=(), name="Thing"):
    places = [2 + number for number in range(len(bases))]
    cls = [16, -1, "m", name, None, True, places, members or {}, [], [], {}, list(known), []]
    return [17, -2, 1, 7], cls, *([3, base] for base in bases)


@pytest.mark.parametrize("kind", ["function", "static", "class", "property", "none", "odd"])
@pytest.mark.parametrize("name", NAMES)
def test_no_member_is_called_behind_ones_back(decode, name, kind):
    try:
        handle = decode(*described({name: kind}))
    except Breach:
        return
    assert name in HARMLESS
    assert isinstance(type(handle), type)


@pytest.mark.parametrize("kind", ["function", "static", "class", "property"])
def test_a_comparison_is_asked_for_only_where_it_may_be(decode, kind):
    handle = decode(*described({"__eq__": kind, "__lt__": kind, "__len__": kind, "__bool__": kind, "__float__": kind}))
    assert handle != 3
    assert 3 != handle  # noqa: SIM300 - the number's own comparison comes first
    assert handle not in [1, 2]
    assert bool(handle)
    with pytest.raises(TypeError):
        _ = handle < 3
    with pytest.raises(TypeError):
        len(handle)


@pytest.mark.parametrize(
    "known",
    ["numpy:float64", "numpy.type:floating", "numpy.type:generic", "torch.type:Tensor", "type:NoneType", "optim:SGD"],
)
def test_c_code_takes_no_handle_for_its_own(decode, known):
    handle = decode(*described(known=[known]))
    assert not isinstance(handle, (np.generic, torch.Tensor, type(None)))
    assert all(one.__flags__ & 1 << 9 for one in type(handle).__mro__[:-1])


@pytest.mark.parametrize(
    "bases",
    [
        ["nn:Parameter"],
        ["nn:Linear", "nn:Linear"],
        ["error:KeyError", "nn:Module"],
        ["error:KeyboardInterrupt"],
        ["enum:Enum", "type:float"],
        ["math:sin"],
        ["nothing"],
    ],
)
def test_bases_that_clash_are_a_breach_or_none(decode, bases):
    try:
        handle = decode(*described(bases=bases))
    except Breach:
        return
    assert not isinstance(handle, (torch.Tensor, float, BaseException))


def test_a_class_of_endless_members_is_a_breach(decode):
    with pytest.raises(Breach):
        decode(*described({f"m{number}": "function" for number in range(10_000)}))


def test_a_name_says_nothing_of_what_a_class_is(decode):
    handle = decode(*described({"__eq__": "function"}, name="float"))
    assert type(handle).__name__ == "float"
    assert not isinstance(handle, float)
    assert ref_of(handle) is not None
    assert "__eq__" in own_names(type(handle))


@pytest.mark.parametrize("file", ["/etc/passwd", __file__, "thing.py", "../thing.py", ""])
def test_no_function_shows_a_file_of_the_judges(decode, file):
    function = decode([18, -3, "f", "f", None, [["x", 1, 2, 0.5]], file, 1, 0, False])
    assert function.__code__.co_filename == "<student>"
    assert inspect.signature(function).parameters["x"].default == 0.5
    with pytest.raises(OSError, match="source"):
        inspect.getsource(function)


def test_a_function_shows_the_students_own_file(decode):
    function = decode([18, -3, "f", "f", None, [["x", 1, 0, None]], "walk.py", 1, 0, False])
    assert inspect.getsource(function) == "def f(x): ..."


@pytest.mark.parametrize("parameter", [["x", 9, 0, None], ["x", 1, 7, None], ["1x", 1, 0, None], ["x", -1, 2, 1]])
def test_an_odd_signature_is_none(decode, parameter):
    function = decode([18, -3, "f", "f", None, [parameter], "thing.py", 1, 0, False])
    assert not hasattr(function, "__signature__") or list(inspect.signature(function).parameters) == ["x"]
