"""The hidden suite of `save_load_infer`. Random models and data in every test.

Neither the format of the file nor the mode of the loaded model is looked at.
"""

import copy

import pytest
import torch
from save_load_infer import infer, load, save
from torch import nn

from grader.judge import assert_same


def draw(rng, *shape):
    return torch.randn(shape, generator=rng.torch)


def reseed(rng):
    """Whatever the next call draws by itself, it draws the same for the same seed of the test."""
    torch.manual_seed(int(rng.numpy.integers(1 << 30)))


def fill(model, rng):
    """Give every parameter random values, and every buffer of a norm plausible ones; return the model."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(draw(rng, *parameter.shape))
        for name, buffer in model.named_buffers():
            if name.endswith("running_mean"):
                buffer.copy_(draw(rng, *buffer.shape))
            elif name.endswith("running_var"):
                buffer.copy_(0.5 + draw(rng, *buffer.shape).abs())
    return model


def train_on(model, rng):
    """What training does to a model: every parameter moves."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.5 + draw(rng, *parameter.shape).abs()


def state(model):
    """What the model holds, by name."""
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def loaded(path, rng):
    """What the student's `load` gives, with layers as `make_model` makes them."""
    reseed(rng)
    model = load(path)
    assert isinstance(model, nn.Module), f"load gave no model, but a {type(model).__name__}"
    return model


def clear_rows(model, x, gap=0.05):
    """Those rows of x for which the model, in evaluation mode, has a clear favourite; and these favourites."""
    judge = copy.deepcopy(model).eval()
    with torch.no_grad():
        first, second = judge(x).topk(2, dim=1).values.T
        x = x[first - second > gap]
        return x, judge(x).argmax(dim=1).tolist()


def make_classifier(rng, classes):
    """A classifier with Dropout, a norm and layers inside layers, (N, 6) to (N, classes), in training mode."""
    block = nn.Sequential(nn.Linear(12, 10), nn.BatchNorm1d(10), nn.Tanh(), nn.Dropout(0.4))
    return fill(nn.Sequential(nn.Linear(6, 12), nn.ReLU(), nn.Dropout(0.5), block, nn.Linear(10, classes)), rng)


@pytest.mark.task(1)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_round_trip(rng, reference, tmp_path):
    """A model that was saved and loaded holds the same numbers"""
    path = str(tmp_path / "model.pt")
    model = fill(reference.make_model(), rng)
    want = state(model)
    save(model, path)
    assert_same(state(loaded(path, rng)), want, what="the loaded model")
    assert_same(state(model), want, what="the model that was saved", rtol=0, atol=0)


@pytest.mark.task(1)
@pytest.mark.points(0.75)
def test_what_is_saved_stays(rng, reference, tmp_path):
    """Training on after saving does not change what was saved"""
    first, second = str(tmp_path / "epoch-1.pt"), str(tmp_path / "epoch-2.pt")
    model = fill(reference.make_model(), rng)
    before = state(model)
    save(model, first)
    train_on(model, rng)
    after = state(model)
    save(model, second)
    assert_same(state(loaded(first, rng)), before, what="the model loaded from the first file")
    assert_same(state(loaded(second, rng)), after, what="the model loaded from the second file")


@pytest.mark.task(1)
@pytest.mark.points(0.75)
def test_files_of_several_models(rng, reference, tmp_path):
    """Several models lie in files of their own, which may be overwritten"""
    paths = {name: str(tmp_path / name / "model.pt") for name in ("a", "b")}
    models = {name: fill(reference.make_model(), rng) for name in paths}
    for name, model in models.items():
        (tmp_path / name).mkdir()
        save(model, paths[name])
    assert all(any((tmp_path / name).iterdir()) for name in paths), "nothing was written to disk"
    got = {name: loaded(paths[name], rng) for name in ("b", "a")}
    for name, model in models.items():
        assert_same(state(got[name]), state(model), what=f"the model loaded from file {name}")
    newer = fill(reference.make_model(), rng)
    save(newer, paths["a"])
    assert_same(state(loaded(paths["a"], rng)), state(newer), what="the model saved over another")
    assert_same(state(got["a"]), state(models["a"]), what="the model loaded before", rtol=0, atol=0)


@pytest.mark.task(2)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_classes_of_rows(rng):
    """The class of each row, first with the logits of the README"""
    model = nn.Linear(2, 2)
    with torch.no_grad():
        model.weight.copy_(torch.eye(2))
        model.bias.zero_()
    assert_same(infer(model, torch.tensor([[2.0, 1.0], [0.0, 3.0], [4.0, 1.0]])), [0, 1, 0], what="the classes")
    for classes, rows in ((2, 6), (5, 9)):
        model = fill(nn.Linear(3, classes), rng)
        x, want = clear_rows(model, draw(rng, rows, 3))
        assert_same(infer(model, x), want, what="the classes")


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_dropout_and_norms_are_at_rest(rng):
    """A model that comes in training mode is asked as in evaluation mode: two calls agree"""
    for classes in (2, 4):
        model = make_classifier(rng, classes)
        x, want = clear_rows(model, draw(rng, 40, 6))
        before = state(model)
        model.train()
        for call in ("first", "second"):
            reseed(rng)
            assert_same(infer(model, x), want, what=f"the classes of the {call} call")
        assert_same(state(model), before, what="what the model holds after the calls", rtol=0, atol=0)


@pytest.mark.task(2)
@pytest.mark.points(0.5)
def test_plain_ints_one_a_row(rng):
    """The classes are plain ints in a list, one a row, for one row too"""
    model = make_classifier(rng, 7)
    x, want = clear_rows(model, draw(rng, 30, 6))
    for rows in (1, 2, len(want)):
        model.train()
        reseed(rng)
        got = infer(model, x[:rows])
        assert_same(got, want[:rows], what=f"the classes of {rows} rows")
        assert type(got) is list, f"expected a list, got a {type(got).__name__}"
        kinds = {type(value).__name__ for value in got}
        assert kinds == {"int"}, f"expected plain ints, got values of type {', '.join(sorted(kinds))}"
