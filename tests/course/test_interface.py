"""What a reference asks, and which modules offer it."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course import check_source, parse_interface, read_interface
from grader.errors import CourseError

REFERENCE = '''
import math
from torch import nn

LIMIT = 3
_SECRET = 4

def step(model, lr, *, nesterov=False):
    """Text."""
    ### BEGIN SOLUTION
    return _inner(model)
    ### END SOLUTION

def predict(weights, inputs, bias=0.0):
    return 1

def _inner(model):
    return model

class Net(nn.Module):
    pass
'''
ASKED = parse_interface(REFERENCE)


def complaints(source: str) -> list[str]:
    good = {"step": "def step(model, lr, *, nesterov=False): pass", "predict": "def predict(a, b, c=0): pass"}
    rest = "\n".join(text for name, text in good.items() if f"{name}" not in source)
    net = "" if "Net" in source else "\nclass Net: pass"
    return [complaint.name for complaint in check_source(ASKED, f"{rest}{net}\n{source}")]


def test_the_interface_is_the_public_functions_and_classes_in_order():
    assert ASKED.names == ("step", "predict", "Net")
    assert ASKED.constants == ("LIMIT",)
    assert ASKED.functions[1].signature == "predict(weights, inputs, bias=0.0)"
    assert (ASKED.functions[0].required, ASKED.functions[0].keyword_only) == (2, ("nesterov",))


def test_all_names_what_is_public():
    assert parse_interface("__all__ = ['f']\ndef f(): pass\ndef g(): pass").names == ("f",)


def test_lambdas_are_functions():
    assert parse_interface("f = lambda x, y=1: x").functions[0].required == 1


def test_a_reference_offers_its_own_interface():
    assert check_source(ASKED, REFERENCE) == ()


@pytest.mark.parametrize(
    "source",
    [
        "def predict(w, x, b=0): pass",
        "def predict(w, x=1, b=0): pass",
        "def predict(*args): pass",
        "def predict(w, *rest): pass",
        "def predict(w, x, /, b=0, extra=None): pass",
        "def predict(w, x, b=0, *, verbose=False): pass",
        "predict = lambda w, x, b=0: w",
        "if True:\n    def predict(w, x, b=0): pass\nelse:\n    def predict(w): pass",
        "try:\n    from numpy import predict\nexcept ImportError:\n    predict = None",
        "with open('x') as f:\n    def predict(w, x, b=0): pass",
        "for predict in []: pass",
        "from helper import predict",
        "from helper import *",
        "import helper as predict",
        "exec('def predict(): pass')",
        "globals()['predict'] = 1",
        "import sys; sys.modules[__name__].predict = len",
        "@wraps\ndef predict(): pass",
        "def make():\n    global predict\n    predict = len\nmake()",
        "predict = make()",
        "predict, other = make(), 2",
        "class predict:\n    def __init__(self, w, x, b=0): pass",
        "def predict(): pass\ndef predict(w, x, b=0): pass",
        "(predict := len)",
        "print(predict := len)",
        "def __getattr__(name): pass  # predict",
        "match 1:\n    case predict: pass",
        "predict: object = len",
        "Net = make_class()",
        "def Net(): pass",
    ],
)
def test_what_might_take_the_call_is_let_through(source):
    assert complaints(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "def predict(w, x): pass",
        "def predict(): pass",
        "def predict(w, x, b): pass",
        "def predict(w, x, b, c): pass",
        "def predict(w, x, b=0, *, verbose): pass",
        "predict = 5",
        "predict = [1]",
        "predict: object",
        "predict = lambda w: w",
        "async def predict(w, x, b=0): pass",
        "def predict(w, x, b=0): pass\ndef predict(): pass",
        "def predict(w, x, b=0): pass\ndel predict",
        "if True:\n    def predict(w): pass\nelse:\n    def predict(): pass",
        "class Other:\n    def predict(w, x, b=0): pass",
        "def other():\n    def predict(w, x, b=0): pass",
        "# predict",
    ],
)
def test_what_can_not_take_the_call_is_a_complaint(source):
    assert complaints(source) == ["predict"]


def test_keyword_only_parameters_are_asked_by_name():
    assert complaints("def step(m, lr): pass") == ["step"]
    assert complaints("def step(m, lr, nesterov=False): pass") == []
    assert complaints("def step(m, lr, **options): pass") == []


def test_a_complaint_says_what_is_asked_and_names_near_misses():
    (wrong,) = check_source(parse_interface("def f(a, b, c=1.0): pass"), "def f(x): pass")
    assert wrong.problem == "`f` takes 1 argument, 3 are passed."
    assert wrong.advice == "It is asked as f(a, b, c=1.0)."
    (missing,) = check_source(
        parse_interface("def update_weight(w): pass"), "def weight_update(w): pass\ndef updat_weight(w): pass"
    )
    assert missing.advice == "Is it your `updat_weight`? Rename that."


def test_a_long_elif_chain_is_no_problem():
    chain = "if a: pass\n" + "elif a: pass\n" * 900
    assert [c.name for c in check_source(parse_interface("def f(): pass"), chain)] == ["f"]


def test_a_reference_that_is_no_python_is_a_course_error(tmp_path):
    path = tmp_path / "slope.py"
    with pytest.raises(CourseError, match="can't be read"):
        read_interface(path)
    path.write_text("def f(:\n")
    with pytest.raises(CourseError, match=r"slope\.py:1"):
        read_interface(path)


@pytest.mark.parametrize(
    "path",
    sorted(
        path for path in (Path(__file__).parents[2] / "solutions").glob("*/") if (path / f"{path.name}.py").exists()
    ),
    ids=lambda path: path.name,
)
def test_each_reference_of_the_course_offers_what_it_asks(path):
    reference = path / f"{path.name}.py"
    asked = read_interface(reference)
    assert asked.names
    assert check_source(asked, reference.read_text(encoding="utf-8")) == ()


@st.composite
def signatures(draw):
    names = ["a", "b", "c", "d"][: draw(st.integers(0, 4))]
    plain = draw(st.integers(0, len(names)))
    parts = [name if index < plain else f"{name}=1" for index, name in enumerate(names)]
    if draw(st.booleans()):
        parts.append("*rest")
    return ", ".join(parts)


@given(signatures(), signatures())
def test_complaints_agree_with_what_python_binds(asked, offered):
    spaces: dict = {}
    exec(f"def f({offered}): pass", spaces)
    function = parse_interface(f"def f({asked}): pass").functions[0]
    binds = True
    for count in (len(function.parameters), function.required):
        try:
            inspect.signature(spaces["f"]).bind(*range(count))
        except TypeError:
            binds = False
    assert (check_source(parse_interface(f"def f({asked}): pass"), f"def f({offered}): pass") == ()) is binds
