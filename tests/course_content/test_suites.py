"""The suites, by themselves: what is right scores full, what is wrong loses points, nothing is got for nothing."""

import math
import re
from types import ModuleType

import numpy as np
import pytest
import torch

from grader.authoring import write_stub
from grader.course import load_course

SEEDS = (0, 1, 2, 3, 4)


def make_module(slug, **names):
    module = ModuleType(slug)
    vars(module).update(names)
    return module


def give_back(*arguments, **_):
    return arguments[0]


def give_none(*_, **__):
    return None


def give_zero(*_, **__):
    return 0.0


def give_nan(*_, **__):
    return math.nan


def give_empty(*_, **__):
    return []


class Everything(float):
    """A number that claims to equal anything."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__


def give_everything(*_, **__):
    return Everything(1)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_reference_scores_full(content, slug, seed):
    run = content.judge(slug, content.reference(slug), seed)
    assert run.failed == {}
    assert run.score == load_course(content.root).exercise(slug).points


def test_the_stub_scores_nothing(content, slug):
    stub = make_module(slug)
    exec(write_stub((content.solutions / slug / f"{slug}.py").read_text()), vars(stub))
    assert content.judge(slug, stub).passed == []


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_a_misconception_loses_points(content, slug, misconception, seed):
    for names in content.misconceptions(slug)[misconception]:
        run = content.judge(slug, content.replace_names(slug, names), seed)
        assert run.failed
        assert run.score < sum(run.points.values())


def test_every_misconception_has_a_wrong_submission_that_is_no_copy(content, slug):
    files = content.wrong_files(slug)
    assert set(files) == set(content.misconceptions(slug))
    names = {f for forms in content.misconceptions(slug).values() for names in forms for f in names}
    for file in files.values():
        assert names <= set(vars(content.load(file)))


@pytest.mark.parametrize("answer", [give_back, give_none, give_zero, give_nan, give_empty, give_everything])
def test_an_answer_for_everything_earns_nothing(content, slug, answer):
    names = dict.fromkeys(content.public_functions(slug), answer)
    assert content.judge(slug, make_module(slug, **names)).passed == []


@pytest.mark.parametrize("seed", SEEDS)
def test_hard_coded_figures_of_the_readme_earn_nothing(content, slug, seed):
    for names in content.forged(slug):
        assert content.judge(slug, make_module(slug, **names), seed).passed == []


def test_an_answer_that_spoils_its_arguments_loses_points(content):
    reference = content.reference("three_layer_backprop")

    def spoil(x, y, weights, biases):
        gradients = reference.backprop(x, y, weights, biases)
        for layer in range(3):
            weights[layer] -= 0.1 * gradients[layer][0]
        return gradients

    run = content.judge("three_layer_backprop", make_module("three_layer_backprop", backprop=spoil))
    assert "test_arguments_stay" in run.failed

    loop = content.reference("training_loop")

    def spoil_data(model, x, y, epochs, lr):
        losses = loop.train(model, x, y, epochs, lr)
        y += 0.0 if not epochs else 0.25
        return losses

    names = {"make_optimizer": loop.make_optimizer, "train": spoil_data}
    assert "test_lengths_and_arguments" in content.judge("training_loop", make_module("training_loop", **names)).failed


def test_an_answer_that_makes_its_arguments_easy_earns_nothing(content):
    def ease(x, y, weights, biases):
        for array in (x, *weights, *biases):
            array[...] = 0
        y[:] = [0, 1] * (len(y) // 2) + [0] * (len(y) % 2)
        classes = len(biases[2])
        db2 = (np.ones((len(y), classes)) / classes - np.eye(classes)[y]).mean(axis=0)
        zeros = [(np.zeros_like(w), np.zeros_like(b)) for w, b in zip(weights, biases, strict=True)]
        return [*zeros[:2], (zeros[2][0], db2)]

    module = make_module("three_layer_backprop", backprop=ease)
    assert content.judge("three_layer_backprop", module).passed == []

    def ease_loop(model, x, y, epochs, lr):
        for parameter in model.parameters():
            parameter.data.zero_()
        x.zero_()
        y.zero_()
        return [0.0] * epochs

    def ease_optimizer(model, lr):
        for parameter in model.parameters():
            parameter.data.zero_()
            parameter.requires_grad_(False)
        return torch.optim.SGD([torch.zeros(1)], lr=lr)

    names = {"train": ease_loop, "make_optimizer": ease_optimizer}
    assert content.judge("training_loop", make_module("training_loop", **names)).passed == []

    def ease_step(model, lr):
        for parameter in model.parameters():
            parameter.data.zero_()
            parameter.grad = None

    assert content.judge("manual_update", make_module("manual_update", manual_step=ease_step)).passed == []


def test_an_answer_that_is_reused_by_the_next_call_loses_points(content):
    reference = content.reference("three_layer_backprop")
    kept = {}

    def reuse(*case):
        fresh = reference.backprop(*case)
        old = kept.setdefault(case[0].shape + fresh[2][0].shape, fresh)
        for pair, new in zip(old, fresh, strict=True):
            for array, value in zip(pair, new, strict=True):
                array[...] = value
        return old

    assert list(content.judge("three_layer_backprop", make_module("three_layer_backprop", backprop=reuse)).failed) == [
        "test_arguments_stay"
    ]


def test_a_model_with_new_parameters_loses_points(content):
    def replace(model, lr):
        for layer in model.modules():
            for name, parameter in list(layer.named_parameters(recurse=False)):
                if parameter.grad is not None:
                    setattr(layer, name, torch.nn.Parameter(parameter.detach() - lr * parameter.grad))

    run = content.judge("manual_update", make_module("manual_update", manual_step=replace))
    assert list(run.failed) == ["test_earlier_optimizer_still_sees_the_parameters"]


def test_the_examples_pass_on_the_reference_and_fail_on_the_stub(content, slug):
    examples = content.solutions / slug / "test_examples.py"
    assert content.run_suite(examples, content.reference(slug)).failed == {}
    stub = make_module(slug)
    exec(write_stub((content.solutions / slug / f"{slug}.py").read_text()), vars(stub))
    assert content.run_suite(examples, stub).passed == []


def test_the_same_seed_gives_the_same_inputs(content, slug):
    reference = content.reference(slug)

    def listen(log, function):
        def answer(*arguments, **named):
            plain = [dict(a.state_dict()) if isinstance(a, torch.nn.Module) else a for a in arguments]
            log.append(re.sub(r"'/[^']*/", "'", repr(plain)))  # temporary folders have a new name each time
            return function(*arguments, **named)

        return answer

    calls = [], [], []
    for log, seed in zip(calls, (3, 3, 4), strict=True):
        names = {name: listen(log, getattr(reference, name)) for name in content.public_functions(slug)}
        content.judge(slug, make_module(slug, **names), seed)
    assert calls[0] == calls[1]
    assert calls[0] != calls[2]
