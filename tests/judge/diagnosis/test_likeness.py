"""What counts as the same answer to a call."""

import numpy as np
import pytest
import torch
from torch import nn

from grader.judge.diagnosis.likeness import Aspect, Sameness, compare
from grader.judge.diagnosis.snapshots import Outcome, Thrown, find_places, take_arguments, take_error, take_value


def gave(result=None, *args, is_random=False):
    return Outcome(take_value(result), None, take_arguments(args, {})[0], is_random)


def raised(error):
    return Outcome(None, take_error(error), ())


def hard(one, other):
    return compare(one, other).hard


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (0.1 + 0.2, 0.3),
        (1, 1.0),
        (np.float32(0.1), 0.1),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (torch.tensor([0.1]), torch.tensor([0.1], dtype=torch.float64)),
        ([1.0, 2.0], (1.0, 2.0)),
        (float("nan"), float("nan")),
        ({"a": [1]}, {"a": [1.0]}),
        (torch.tensor(2.0), 2.0),
        (np.array([1e6, 1e-3]), np.array([1e6, 2e-3])),  # lost in the sum that gave the other
    ],
)
def test_what_an_assertion_would_take_for_the_same_is_the_same(one, other):
    assert hard(gave(one), gave(other)) is Sameness.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.0, 1.001),
        (1.0, None),
        ("1", 1),
        ([1.0], [1.0, 2.0]),
        (np.zeros(2), np.zeros((2, 1))),
        (float("nan"), 1.0),
        (float("inf"), -float("inf")),
        ({"a": 1}, {"b": 1}),
        ("good", "too_low"),
        (nn.Linear(2, 1), nn.Linear(1, 2)),
        (torch.optim.SGD([torch.ones(1)], lr=0.1), torch.optim.Adam([torch.ones(1)], lr=0.1)),
        (torch.optim.SGD([torch.ones(1)], lr=0.1), torch.optim.SGD([torch.ones(1)], lr=0.2)),
    ],
)
def test_what_an_assertion_would_tell_apart_is_different(one, other):
    assert hard(gave(one), gave(other)) is Sameness.DIFFERENT


def test_changed_arguments_are_part_of_the_answer():
    assert hard(gave(None, [1.0]), gave(None, [2.0])) is Sameness.DIFFERENT
    frozen = nn.Linear(1, 1)
    thawed = nn.Linear(1, 1)
    thawed.load_state_dict(frozen.state_dict())
    assert hard(gave(None, frozen), gave(None, thawed)) is Sameness.SAME
    frozen.requires_grad_(False)
    assert hard(gave(None, frozen), gave(None, thawed)) is Sameness.DIFFERENT


def test_gradients_and_modes_are_soft_and_a_cleared_gradient_is_none():
    one, other = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    one.grad = torch.zeros(2)
    found = compare(gave(None, one), gave(None, other))
    assert (found.hard, found.soft, found.apart) == (Sameness.SAME, True, Aspect.EMPTY)
    one.grad = torch.ones(2)
    found = compare(gave(None, one), gave(None, other))
    assert (found.hard, found.soft, found.apart) == (Sameness.SAME, False, Aspect.GRADIENT)
    layer = nn.Dropout()
    before = gave(None, layer)
    found = compare(before, gave(None, layer.eval()))
    assert (found.hard, found.soft, found.apart) == (Sameness.SAME, False, Aspect.MODE)


def test_the_same_exception_is_one_of_the_same_text():
    assert hard(raised(ValueError("a")), raised(ValueError("a"))) is Sameness.SAME
    assert hard(raised(ValueError("a")), raised(ValueError("b"))) is Sameness.UNCLEAR
    assert hard(raised(ValueError("a")), raised(TypeError("a"))) is Sameness.DIFFERENT
    assert hard(raised(ValueError("a")), gave(1)) is Sameness.DIFFERENT


@pytest.mark.parametrize("error", [NameError("name 'x' is not defined"), NotImplementedError(), ImportError("x")])
def test_code_that_is_mistyped_or_unfinished_has_no_misconception(error):
    assert hard(raised(error), raised(error)) is Sameness.DIFFERENT


def test_exceptions_of_two_runs_that_name_addresses_are_the_same():
    assert take_error(ValueError("<object at 0x7f1234567890>")) == Thrown("ValueError", "ValueError", "<object at 0x>")


def test_other_random_numbers_are_no_other_answer_but_another_shape_is():
    drawn = gave(np.array([1.0, 2.0]), is_random=True)
    assert hard(gave(np.array([3.0, 4.0])), drawn) is Sameness.UNCLEAR
    assert hard(gave(np.array([3.0])), drawn) is Sameness.DIFFERENT


def test_an_optimizer_is_told_by_the_parameters_that_it_has():
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
    _, places = take_arguments([model], {})

    def over(parameters):
        return Outcome(take_value(torch.optim.SGD(parameters, lr=0.1), places), None, ())

    assert hard(over(model.parameters()), over(reversed(list(model.parameters())))) is Sameness.SAME
    assert hard(over(model.parameters()), over(model[1].parameters())) is Sameness.DIFFERENT


def test_the_places_of_tensors_are_found_without_their_values():
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    args = [model, [1.0, torch.ones(2)], {"a": (np.ones(1), None)}]
    more = {"x": torch.ones(1)}
    assert find_places(args, more) == take_arguments(args, more)[1]
    assert "x" in find_places(args, more).values()


def test_what_no_one_could_compare_equals_nothing():
    deep: list = []
    for _ in range(50):
        deep = [deep]
    assert hard(gave(deep), gave(deep)) is Sameness.DIFFERENT


def test_code_of_a_class_is_never_run():
    class Hostile:
        def __eq__(self, other):
            raise AssertionError

        __hash__ = None

        def __repr__(self):
            raise AssertionError

    assert hard(gave(Hostile()), gave(1)) is Sameness.DIFFERENT
    assert hard(gave([Hostile()]), gave([Hostile()])) is Sameness.SAME  # two objects; their answers will tell
