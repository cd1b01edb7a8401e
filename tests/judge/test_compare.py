"""`assert_same`: what a right answer may look like, and what never passes."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch

import grader.judge
from grader.judge import Mismatch, assert_same, device_of, note_device, write_literal


def count_up(table):
    """Row numbers as ids: pytest would print the values, and some of them can't be."""
    return list(map(str, range(len(table))))


RIGHT = [
    (2.24, 2.24),
    (np.float32(2.24), 2.24),
    (float(np.float32(2.24)), 2.24),
    (np.array(2.24), 2.24),
    (2, 2.0),
    (2.0, 2),
    (np.int64(2), 2.0),
    (np.True_, True),
    (1, True),
    (True, 1.0),
    (math.inf, math.inf),
    (-math.inf, -math.inf),
    (1 + 2j, 1 + 2j),
    (3.0, 3 + 0j),
    (None, None),
    ("good", "good"),
    (b"\0", b"\0"),
    ({1, 2}, {2, 1}),
    ([], []),
    ([1.0, 2.0], (1.0, 2.0)),
    ([1, [2, (3,)]], [1.0, [2.0, (3.0,)]]),
    ({"b": 1, "a": np.float32(2)}, {"a": 2.0, "b": 1.0}),
    (np.array([1, 2]), np.array([1.0, 2.0])),
    (np.array([0.7, 1.6], dtype=np.float32), np.array([0.7, 1.6])),
    (np.array([0.7, 1.6], dtype=np.float16), np.array([0.7, 1.6], dtype=np.float16)),
    (np.array([0.7, 1.6]), np.array([0.7, 1.6], dtype=np.float16)),
    (np.array([True, False]), np.array([1.0, 0.0])),
    (np.zeros((0, 3)), np.zeros((0, 3))),
    (np.array([np.inf, -np.inf]), np.array([np.inf, -np.inf])),
    (torch.tensor([0.7, 1.6], requires_grad=True), torch.tensor([0.7, 1.6])),
    (torch.nn.Parameter(torch.ones(2)), torch.ones(2, dtype=torch.float64)),
    (torch.tensor([0.7]), torch.tensor([0.7], dtype=torch.bfloat16)),
    (torch.tensor([1, 2]), torch.tensor([1.0, 2.0])),
    (torch.tensor(3.0), torch.tensor(3.0)),
    (torch.ones(3, 2).T, torch.ones(2, 3)),
    (torch.tensor([1 + 1j]).conj(), torch.tensor([1 - 1j])),
]


@pytest.mark.parametrize(("got", "want"), RIGHT, ids=count_up(RIGHT))
def test_a_right_answer_passes_in_any_plain_type(got, want):
    assert_same(got, want)


class Agreeable(float):
    def __eq__(self, other):
        raise AssertionError("asked")

    __hash__ = None
    __float__ = __abs__ = __sub__ = __rsub__ = __repr__ = __str__ = __eq__


class AgreeableArray(np.ndarray):
    __slots__ = ()

    def __eq__(self, other):
        raise AssertionError("asked")

    __hash__ = None
    __array_ufunc__ = __array_function__ = __eq__


class AgreeableTensor(torch.Tensor):
    @classmethod
    def __torch_function__(cls, *_, **__):
        raise AssertionError("asked")


class AgreeableList(list):
    def __len__(self):
        raise AssertionError("asked")

    __iter__ = __eq__ = __getitem__ = __len__
    __hash__ = None


WRONG = [
    (2.25, 2.24, "expected 2.24, got 2.25."),
    (math.nan, 2.24, "expected 2.24, got nan (not a number is never right)."),
    (math.nan, math.nan, "expected nan, got nan (not a number is never right)."),
    (np.float32("nan"), math.nan, "expected nan, got nan (not a number is never right)."),
    (math.inf, -math.inf, "expected -inf, got inf."),
    (math.inf, 1e308, "expected 1e+308, got inf."),
    (1e308, math.inf, "expected inf, got 1e+308."),
    (10**5000, 1.0, "expected 1.0, got <int of 16610 bits>."),
    (1j, 1.0, "expected a real number, got 1j."),
    (None, 1.0, "expected a number, got None (is there a `return`?)."),
    ("1.0", 1.0, "expected a number, got the text '1.0'."),
    ([1.0], 1.0, "expected a number, got a list."),
    (np.ones(1), 1.0, "expected a number, got a NumPy array of shape (1,)."),
    (torch.tensor(1.0), 1.0, "expected a number, got a tensor of shape (). `.item()` makes a number"),
    (Fraction(1, 2), 0.5, "expected a number, got <Fraction>."),
    (Decimal("0.5"), 0.5, "expected a number, got <Decimal>."),
    (1.0, None, "expected None, got the number 1.0."),
    ("too_low", "good", "expected 'good', got 'too_low'."),
    ([1.0], [1.0, 2.0], "expected 2 values, got 1 value."),
    ((1.0, 2.0), {1.0, 2.0}, "expected a set, got a tuple."),
    ([1.0, [2.0, 5.0]], [1.0, [2.0, 3.0]], "[1] of [1] of the list: expected 3.0, got 5.0."),
    ({"a": 1.0}, {"a": 2.0}, "['a'] of the dict: expected 2.0, got 1.0."),
    ({"a": 1.0}, {"b": 1.0}, "expected the keys ['b'], got ['a']."),
    ({"a": 1.0, "b": 1.0}, {"b": 1.0}, "expected the keys ['b'], got ['a', 'b']."),
    ([0.7, 1.6], np.array([0.7, 1.6]), "expected a NumPy array of shape (2,), got a list."),
    (torch.ones(2), np.ones(2), "expected a NumPy array of shape (2,), got a tensor of shape (2,)."),
    (np.ones(2), torch.ones(2), "expected a tensor of shape (2,), got a NumPy array of shape (2,)."),
    (np.ones((2, 1)), np.ones(2), "expected shape (2,), got shape (2, 1)."),
    (np.ones(1), np.ones(2), "expected shape (2,), got shape (1,)."),
    (torch.ones(2, 2), torch.ones(2), "expected shape (2,), got shape (2, 2)."),
    (np.ones(2) * 1j, np.ones(2), "expected dtype float64, got dtype complex128."),
    (np.array([[1.0, 2.0], [4.0, 4.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), "at [1, 0]: expected 3.0, got 4.0; 1 of 4 values differs."),
    (np.array([np.nan, 1.0]), np.array([np.nan, 1.0]), "at [0]: expected nan, got nan (not a number is never right); 1 of 2 values differs."),
    (torch.tensor([np.inf]), torch.tensor([-np.inf]), "at [0]: expected -inf, got inf."),
    (np.array(["1.0"]), np.array([1.0]), "expected a NumPy array of shape (1,), got <ndarray>."),
    (np.array([1.0], dtype=object), np.array([1.0]), "expected a NumPy array of shape (1,), got <ndarray>."),
    (torch.ones(2).to_sparse(), torch.ones(2), "expected a tensor of shape (2,), got <tensor of shape (2,)>."),
    (torch.ones(2, device="meta"), torch.ones(2), "expected a tensor of shape (2,), got <tensor of shape (2,)>."),
    (Agreeable(2.24), 2.24, "expected a number, got <Agreeable>."),
    (np.ones(2).view(AgreeableArray), np.ones(2), "expected a NumPy array of shape (2,), got <AgreeableArray>."),
    (torch.ones(2).as_subclass(AgreeableTensor), torch.ones(2), "expected a tensor of shape (2,), got <AgreeableTensor>."),
    (AgreeableList([1.0]), [1.0], "expected a list, got <AgreeableList>."),
    ([Agreeable(1.0)], [1.0], "[0] of the list: expected a number, got <Agreeable>."),
    ({Agreeable: 1.0}, {"a": 1.0}, "expected the keys ['a'], got [<type>]."),
    ({frozenset([Agreeable])}, {1.0}, "expected {1.0}, got other things."),
]  # fmt: skip


@pytest.mark.parametrize(("got", "want", "message"), WRONG, ids=count_up(WRONG))
def test_a_wrong_answer_fails_with_a_message_a_student_understands(got, want, message):
    with pytest.raises(Mismatch) as caught:
        assert_same(got, want)
    assert str(caught.value).startswith(message)
    assert isinstance(caught.value, AssertionError)


def test_what_names_the_value_and_the_path_leads_into_it():
    with pytest.raises(Mismatch, match=r"^\[2\] of the losses: expected 1.0, got 2.0.$") as caught:
        assert_same([3, 4, 2.0], [3, 4, 1.0], what="the losses")
    assert caught.value.where == "[2] of the losses"
    assert (caught.value.got, caught.value.want) == ("[3, 4, 2.0]", "[3, 4, 1.0]")


TOLERANCES = [
    (1.0, 1.0 + 9e-6, {}, True),
    (1.0, 1.0 + 2e-5, {}, False),
    (0.0, 9e-7, {}, True),
    (0.0, 2e-6, {}, False),
    (1.0, 1.0 + 2e-5, {"rtol": 1e-4}, True),
    (1.0, 1.0 + 2e-5, {"atol": 1e-4}, True),
    (1.0, 1.0 + 1e-9, {"rtol": 0, "atol": 0}, False),
    (0.1, np.float16(0.1), {}, True),
    (0.11, np.float16(0.1), {}, False),
    (np.float16(0.1), 0.1, {}, False),
    (np.float16(0.5), 0.5, {}, True),
    (torch.tensor(1.009, dtype=torch.bfloat16), torch.tensor(1.0), {}, False),
    (np.full(2, 1 + 9e-6), np.ones(2), {}, True),
    (np.full(2, 1 + 9e-6), np.ones(2), {"dtype": "exact"}, False),
    (np.ones(2, np.float32), np.ones(2), {"dtype": "exact"}, False),
    (np.ones(2), np.ones(2), {"dtype": "exact"}, True),
    (torch.full((2,), 1 + 9e-6), torch.ones(2), {"dtype": "exact"}, True),
    (1, 1.0, {"dtype": "exact"}, False),
    (np.float64(1), 1.0, {"dtype": "exact"}, False),
    (1.0, 1.0, {"dtype": "exact"}, True),
    ([1.0], (1.0,), {"dtype": "exact"}, False),
]


@pytest.mark.parametrize(("got", "want", "options", "same"), TOLERANCES, ids=count_up(TOLERANCES))
def test_the_tolerance_is_that_of_the_wanted_type_and_never_the_students_to_choose(got, want, options, same):
    if same:
        assert_same(got, want, **options)
    else:
        with pytest.raises(Mismatch):
            assert_same(got, want, **options)


def test_huge_deep_and_cyclic_answers_cost_nothing():
    cyclic = [1.0]
    cyclic.append(cyclic)
    deep = []
    for _ in range(100_000):
        deep = [deep]
    for got in (
        cyclic,
        deep,
        "x" * 50_000_000,
        torch.ones(1).expand(10**12),
        np.broadcast_to(1.0, (10**12,)),
        [0.0] * 10**6,
    ):
        for want in (1.0, [1.0, [1.0, 2.0]], np.ones(3), torch.ones(3), {"a": 1.0}):
            with pytest.raises(Mismatch) as caught:
                assert_same(got, want)
            assert len(str(caught.value)) + len(caught.value.got) < 2000


def test_comparing_with_a_thing_is_the_suites_mistake():
    for want in (object(), torch.nn.Linear(1, 1), np.array(["a"])):
        with pytest.raises(TypeError, match="can't compare"):
            assert_same(want, want)


LITERALS = [
    (0.1, "0.1"),
    (np.float32(0.1), "0.1"),
    (np.float64(0.1), "0.1"),
    (np.int8(3), "3"),
    (np.True_, "True"),
    ([1, (2,), {"a": None}], "[1, (2,), {'a': None}]"),
    (set(), "set()"),
    ({3}, "{3}"),
    (frozenset({3}), "frozenset({3})"),
    (np.array([[0.1, 2.0]], dtype=np.float32), "[[0.1, 2.0]]"),
    (torch.tensor([[0.1, 2.0]], requires_grad=True), "[[0.1, 2.0]]"),
    (torch.tensor([1.5], dtype=torch.bfloat16), "[1.5]"),
    (torch.tensor(True), "True"),
    (np.arange(100), "[" + ", ".join(map(str, range(24))) + ", ...]"),
    (torch.ones(10**6).expand(4, 10**6)[:, :1], "[[1.0], [1.0], [1.0], [1.0]]"),
    ("\ud800<b>", "'\\ud800<b>'"),
    (object(), "<object>"),
]


@pytest.mark.parametrize(("value", "text"), LITERALS, ids=count_up(LITERALS))
def test_values_are_written_as_short_python_literals(value, text):
    assert write_literal(value) == text
    write_literal(value).encode()


def test_a_literal_is_never_longer_than_its_limit():
    assert len(write_literal(["long"] * 20, 50)) == 50


def test_device_of_is_what_was_noted_else_where_the_tensor_is():
    tensor = torch.ones(2)
    assert device_of(tensor) == "cpu"
    note_device(tensor, "cuda")
    assert device_of(tensor) == "cuda"
    model = torch.nn.Linear(1, 1)
    note_device(model.weight, "cuda")
    assert device_of(model) == "cuda"
    assert device_of(np.ones(2)) == device_of(1.0) == device_of(torch.nn.ReLU()) == "cpu"


def test_the_public_names_of_the_judge_are_sorted_and_there():
    assert list(grader.judge.__all__) == sorted(grader.judge.__all__)
    assert all(getattr(grader.judge, name) for name in grader.judge.__all__)
    with pytest.raises(AttributeError):
        grader.judge.nothing  # noqa: B018


def test_expected_and_got_are_rounded_only_as_long_as_they_differ():
    with pytest.raises(Mismatch) as far:
        assert_same(2.4000000953674316, 0.699999988079071)
    assert (far.value.want, far.value.got) == ("0.7", "2.4")
    with pytest.raises(Mismatch) as near:
        assert_same(1.0, 1.000000001, rtol=0, atol=1e-12)
    assert (near.value.want, near.value.got) == ("1.000000001", "1.0")
