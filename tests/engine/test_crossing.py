"""What suites do with student code, over real boxes: small cases that were wrong once."""

import hashlib
import textwrap

import pytest

from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.submission.model import Submission

REFERENCE = """
    import decimal

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

    def show(values):
        return str(values)

    def product(x):
        return (x @ x).dtype

    def third():
        return decimal.Decimal(1) / 3

    class Later:
        async def double(self, n):
            return 2 * n

    def add(x):
        x += 1

    def values(x):
        return x.tolist()

    def nothing(x):
        return None

    def reshape(x):
        x.shape = 3, 2

    def circle(x):
        x.grad = torch.ones(2)
        x.grad.grad = x

    def grow(x):
        x.extend(range(300_000))

    def load():
        return DataLoader(TensorDataset(torch.arange(6.0).reshape(6, 1)), batch_size=2)
"""
SUITE = """
    import asyncio
    import decimal
    import time
    from concurrent.futures import ThreadPoolExecutor
    from unittest import mock

    import crossing
    import numpy as np
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

    def test_a_method_that_is_put_where_it_was_stays():
        crossing.Bag.__iter__ = crossing.Bag.__iter__
        assert list(crossing.Bag([1, 2])) == [1, 2]

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

    def test_a_list_that_grew_beyond_the_cap_is_an_error_and_not_as_it_was():
        with pytest.raises(TypeError, match="more than 250000 parts"):
            crossing.grow([])

    def test_lists_that_are_too_long_together_are_not_left_as_they_were():
        lists = [[0] * 90_000 for _ in range(3)]
        with pytest.raises(Exception, match="more than 250000 parts"):
            for numbers in lists:
                crossing.nothing(numbers)

    def test_nor_are_they_in_an_answer_of_the_suite():
        numbers = []
        crossing.nothing(numbers)
        with pytest.raises(Exception, match="more than 250000 parts"):
            crossing.apply(lambda x, y: numbers.extend(range(300_000)))

    @pytest.mark.parametrize("reading", [0.0, 1e9])
    def test_a_clock_of_the_suite_is_not_the_judges(monkeypatch, reading):
        monkeypatch.setattr(time, "monotonic", lambda: reading)
        assert crossing.values(np.ones(2)) == [1, 1]
        assert time.monotonic() == reading

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

    def test_print_options_may_be_infinite_or_functions():
        with np.printoptions(threshold=np.inf, linewidth=np.inf, override_repr=repr):
            assert len(crossing.show(np.arange(2000)).splitlines()) == 1

    def test_autocast_may_change_its_type():
        for dtype in (torch.bfloat16, torch.float16):
            with torch.autocast("cpu", dtype=dtype):
                assert crossing.product(torch.eye(2)) == dtype

    def test_traps_of_decimal_hold():
        with decimal.localcontext() as context:
            context.traps[decimal.Inexact] = True
            with pytest.raises(decimal.Inexact):
                crossing.third()
        assert str(crossing.third())[:4] == "0.33"

    @pytest.mark.parametrize("wraps", [True, False])
    def test_a_spy_on_a_layer_calls_what_it_stands_for(monkeypatch, wraps):
        net, seen = crossing.Net(), []
        own = net.forward

        def spy(x):
            seen.append(x.shape)
            return own(x)

        if wraps:
            with mock.patch.object(net, "forward", wraps=own) as patched:
                assert net(torch.zeros(1, 3, 2)).shape == (1, 1)
            patched.assert_called_once()
        else:
            monkeypatch.setattr(net, "forward", spy)
            assert net(torch.zeros(1, 3, 2)).shape == (1, 1)
            assert seen == [(1, 3, 2)]

    def test_a_spy_may_await_what_it_stands_for(monkeypatch):
        later = crossing.Later()
        own = later.double

        async def spy(n):
            return 1 + await own(n)

        monkeypatch.setattr(later, "double", spy)
        assert asyncio.run(later.double(3)) == 7

    def test_new_views_of_the_same_memory_are_written():
        weights, array, table = torch.zeros(3, requires_grad=True), np.zeros(3), torch.zeros(2, 3)
        for _ in range(3):
            crossing.add(weights.data)
            crossing.add(array[:])
            crossing.add(torch.from_numpy(array))
            for row in table:
                crossing.add(row)
        assert weights.tolist() == [3, 3, 3]
        assert array.tolist() == [6, 6, 6]
        assert table.tolist() == [[3, 3, 3], [3, 3, 3]]

    def test_a_tensor_may_be_conjugated_in_place():
        x = torch.tensor([1 + 2j, 3 - 1j])
        crossing.nothing(x)
        x.data = x.data.conj()
        assert crossing.values(x) == [1 - 2j, 3 + 1j]

    def test_a_gradient_that_cannot_cross_hides_no_change():
        layer = nn.Embedding(4, 2, sparse=True)
        nn.init.zeros_(layer.weight)
        crossing.nothing(layer.weight)
        layer(torch.tensor([1])).sum().backward()
        with torch.no_grad():
            layer.weight.add_(1)
        crossing.nothing(3)
        layer.weight.grad = None
        assert crossing.values(layer.weight) == [[1, 1]] * 4

    def test_arrays_of_two_sizes_may_lie_at_one_address():
        x = torch.zeros(4)
        whole, part = x.numpy(), x[:2].numpy()
        crossing.nothing(whole)
        crossing.nothing(part)
        x[0] = 7
        assert crossing.values(whole) == [7, 0, 0, 0]
        assert crossing.values(part) == [7, 0]

    def test_an_array_may_become_read_only_and_writeable_again():
        array = np.zeros(2)
        crossing.add(array)
        array.flags.writeable = False
        with pytest.raises(ValueError, match="read-only"):
            crossing.add(array)
        array.flags.writeable = True
        crossing.add(array)
        assert array.tolist() == [2, 2]

    def test_an_array_may_change_its_shape_in_place():
        array = np.arange(6.0)
        crossing.nothing(array)
        array.shape = 2, 3
        assert crossing.values(array) == [[0, 1, 2], [3, 4, 5]]
        crossing.reshape(array)
        assert array.tolist() == [[0, 1], [2, 3], [4, 5]]

    def test_gradients_may_go_in_a_circle():
        x = torch.zeros(2)
        crossing.circle(x)
        crossing.nothing(x)
        assert x.grad.grad is x

    def test_loaders_are_loaders():
        loader = crossing.load()
        assert isinstance(loader, DataLoader) and len(loader) == 3
        assert [batch.tolist() for (batch,) in loader][0] == [[0.0], [1.0]]
"""
TESTS = [line.split()[1].partition("(")[0] for line in SUITE.splitlines() if line.startswith("    def test_")]
for many, cases in (
    ("test_a_spy_on_a_layer_calls_what_it_stands_for", ("True", "False")),
    ("test_a_clock_of_the_suite_is_not_the_judges", ("0.0", "1000000000.0")),
):
    TESTS[TESTS.index(many) : TESTS.index(many) + 1] = [f"{many}[{case}]" for case in cases]


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
