"""Uses what a single process shares: functions, output, warnings, files, generators of random numbers."""

import random

import numpy as np
import pytest
import workshop

SECRET = 7.25309


@pytest.mark.visibility("visible")
def test_apply():
    assert workshop.apply(lambda value: 2 * value, [1, 2, 3]) == [2, 4, 6]


@pytest.mark.visibility("visible")
def test_remember_at_first():
    assert workshop.remember(1.5) == 1
    assert workshop.seen == [1.5]


def test_apply_calls_in_order():
    called = []

    def function(value):
        called.append(value)
        return value + SECRET

    assert workshop.apply(function, [4, 9, 1]) == [4 + SECRET, 9 + SECRET, 1 + SECRET]
    assert called == [4, 9, 1]


def test_apply_inside_of_apply():
    times = workshop.apply(lambda n: sum(workshop.apply(lambda m: m * n, [1, 2])), [1, 2, 3])
    assert times == [3, 6, 9]


def test_apply_passes_errors_on():
    def refuse(value):
        raise KeyError(value)

    with pytest.raises(KeyError):
        workshop.apply(refuse, [1])


def test_visit():
    found = []
    workshop.visit([1, [2, [3]], 4], found.append)
    assert found == [1, 2, 3, 4]


def test_batches():
    assert list(workshop.batches([1, 2, 3, 4, 5], 2)) == [[1, 2], [3, 4], [5]]
    assert next(workshop.batches([SECRET], 1)) == [SECRET]


def test_roll():
    random.seed(3)
    got = workshop.roll(20)
    random.seed(3)
    assert got == [random.randint(1, 6) for _ in range(20)]


def test_noise():
    np.random.seed(11)
    got = workshop.noise(5)
    assert np.allclose(got, np.random.RandomState(11).randn(5))


def test_the_judge_draws_for_itself():
    np.random.seed(5)
    random.seed(5)
    workshop.noise(3)
    workshop.roll(3)
    assert np.random.rand() == np.random.RandomState(5).rand()
    assert random.random() == random.Random(5).random()


def test_withdraw():
    assert workshop.withdraw(30) == 70
    with pytest.raises(workshop.Refused, match="150 is too much") as refused:
        workshop.withdraw(150)
    assert refused.value.code == 150


def test_report(capsys):
    workshop.report("x", 2)
    assert capsys.readouterr().out == "x: 2\n"


def test_old():
    with pytest.warns(DeprecationWarning, match="5 is old"):
        assert workshop.old(5) == 5


def test_save(tmp_path):
    workshop.save(tmp_path / "notes.txt", ["a", "b"])
    assert (tmp_path / "notes.txt").read_text() == "a\nb\n"


def test_remember_more():
    before = len(workshop.seen)
    assert workshop.remember(SECRET) == before + 1


def test_patched(monkeypatch):
    monkeypatch.setattr(workshop, "seen", [SECRET])
    assert workshop.remember(2.5) == 2
