"""What suites do with student code, over real boxes: small cases that were wrong once."""

import hashlib
import textwrap

import pytest

from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.submission.model import Submission

REFERENCE = """
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    N = 0

    def count():
        global N
        N += 1

    def square(x):
        return x**2

    def first_three():
        return [0, 1, 2]

    def apply(function):
        return function(1, y=2)

    class Point:
        def __init__(self):
            self.x = 1

    class Bag:
        def __init__(self, items):
            self.items = items

        def __iter__(self):
            return iter(self.items)

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn = nn.LSTM(2, 4, batch_first=True)
            self.out = nn.Linear(4, 1)

        def forward(self, x):
            hidden, _ = self.rnn(x)
            return self.out(hidden[:, -1])

    def load():
        return DataLoader(TensorDataset(torch.arange(6.0).reshape(6, 1)), batch_size=2)
"""
SUITE = """
    from concurrent.futures import ThreadPoolExecutor

    import crossing
    import pytest
    import torch
    from torch import nn
    from torch.utils.data import DataLoader

    def test_two_backward_passes_in_a_row_add_up():
        x = torch.ones(2, requires_grad=True)
        one, other = crossing.square(x).sum(), crossing.square(x).sum()
        one.backward()
        other.backward()
        assert x.grad.tolist() == [4, 4]

    def test_a_name_that_the_suite_set_may_change():
        crossing.N = 0
        crossing.count()
        assert crossing.N == 1

    def test_a_constructor_can_be_replaced(monkeypatch):
        def other(self):
            self.x = 7

        monkeypatch.setattr(crossing.Point, "__init__", other)
        assert crossing.Point().x == 7

    def test_and_is_put_back():
        assert crossing.Point().x == 1

    def test_an_object_of_the_suite_is_called_with_names():
        class Sum:
            def __call__(self, x, y=0):
                return x + y

        assert crossing.apply(Sum()) == 3

    def test_an_iterator_does_for_a_list():
        assert list(crossing.first_three()) == [0, 1, 2]

    def test_threads_of_the_suite_take_turns():
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda _: crossing.apply(lambda x, y: x + y), range(40))) == [3] * 40

    def test_an_object_is_true():
        bag = crossing.Bag([])
        assert bag
        assert bool(bag) is True

    def test_what_an_object_gives_is_in_it():
        assert 3 in crossing.Bag([3])
        assert 4 not in crossing.Bag([3])

    def test_what_the_reference_cannot_is_an_error():
        for use in (lambda bag: round(bag, 1), len, int):
            with pytest.raises(TypeError):
                use(crossing.Bag([3]))

    def test_layers_of_any_class_learn():
        torch.manual_seed(0)
        net, x = crossing.Net(), torch.randn(16, 3, 2)
        assert isinstance(net.rnn, nn.LSTM)
        optimizer, losses = torch.optim.Adam(net.parameters(), lr=0.05), []
        for _ in range(10):
            optimizer.zero_grad()
            loss = ((net(x) - x.sum((1, 2))[:, None]) ** 2).mean()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        assert losses[-1] < losses[0]

    def test_loaders_are_loaders():
        loader = crossing.load()
        assert isinstance(loader, DataLoader) and len(loader) == 3
        assert [batch.tolist() for (batch,) in loader][0] == [[0.0], [1.0]]
"""
TESTS = [line.split()[1].partition("(")[0] for line in SUITE.splitlines() if line.startswith("    def test_")]


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    folder = root / "solutions" / "crossing"
    folder.mkdir(parents=True)
    (root / "course.yaml").write_text(
        "id: crossing\ntitle: C\nexercises: [{slug: crossing, title: C, points: 9}]\n", encoding="utf-8"
    )
    (folder / "crossing.py").write_text(textwrap.dedent(REFERENCE), encoding="utf-8")
    (folder / "test_crossing.py").write_text(textwrap.dedent(SUITE), encoding="utf-8")
    course = load_course(root)
    with LocalEngine(course) as engine:

        def run(source):
            files = (("crossing.py", textwrap.dedent(source)),)
            submission = Submission("crossing", files, (), hashlib.sha256(source.encode()).hexdigest(), ())
            verdicts = engine.judge(course.exercise("crossing"), submission, seed=1, device="cpu")
            return {test.name: f"{test.status}: {test.message}" for test in verdicts.tests}

        yield run


MORE = """
        def __len__(self):
            return len(self.items)

        def __contains__(self, item):
            return True

        def __getitem__(self, place):
            return self.items[place]

        def __round__(self, digits=0):
            return self

    class Net(nn.Module):
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("return [0, 1, 2]", "yield from range(3)"),
        ("\n    class Net(nn.Module):\n", MORE),
    ],
    ids=["as the reference", "a generator for a list", "more special methods than the reference's"],
)
def test_all_of_it_holds(judge, old, new):
    assert old in REFERENCE
    verdicts = judge(REFERENCE.replace(old, new) if old else REFERENCE)
    assert verdicts == dict.fromkeys(TESTS, "passed: ")
