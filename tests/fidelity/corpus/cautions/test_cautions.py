"""Warnings of student code: pytest.warns, recwarn, a category of the student's own, filterwarnings, warnings as errors."""

import warnings

import pytest

from cautions import UnitWarning, area, convert, surface, total


def test_deprecated():
    with pytest.warns(DeprecationWarning, match="use area"):
        assert surface(2, 3) == 6


def test_deprecated_call():
    with pytest.deprecated_call():
        surface(1, 1)


def test_negative():
    with pytest.warns(RuntimeWarning) as caught:
        assert area(-2, 3) == 6
    assert len(caught) == 1
    assert "negative side" in str(caught[0].message)


def test_nothing_to_warn_of(recwarn):
    assert area(2, 3) == 6
    assert len(recwarn) == 0


def test_own_category(recwarn):
    assert convert("5") == 5.0
    warning = recwarn.pop(UnitWarning)
    assert issubclass(warning.category, UserWarning)
    assert str(warning.message) == "no unit in '5'"
    assert convert("3 km") == 3000.0
    assert len(recwarn) == 0


def test_left_out():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert total(["5", "1 km"]) == 1005.0
    assert caught == []


@pytest.mark.filterwarnings("error")
def test_as_errors():
    with pytest.raises(UnitWarning):
        convert("5")
    with pytest.raises(RuntimeWarning, match="negative"):
        area(-1, 1)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_ignored():
    assert surface(4, 5) == 20


def test_no_unit_twice():
    with pytest.warns(UnitWarning) as caught:
        convert("1")
        convert("2")
    assert [str(w.message) for w in caught] == ["no unit in '1'", "no unit in '2'"]
