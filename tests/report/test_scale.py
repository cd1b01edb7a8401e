from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from grader.report.scale import share, to_points

WEIGHTS = st.lists(st.floats(0.001, 1000), min_size=1, max_size=30)


def test_thirds_add_up_to_the_whole_exactly():
    units = share([1, 1, 1], 1.0)
    assert units == (3334, 3333, 3333)
    assert to_points(sum(units)) == 1.0


@given(WEIGHTS, st.integers(0, 1_000_000))
def test_points_add_up_to_the_maximum_without_dust(weights, hundredths):
    total = hundredths / 100
    assert to_points(sum(share(weights, total))) == total


@given(WEIGHTS, st.integers(1, 10_000))
def test_no_test_is_a_unit_away_from_its_fair_share(weights, points):
    for unit, weight in zip(share(weights, float(points)), weights, strict=True):
        assert abs(unit / 10_000 - points * weight / math.fsum(weights)) <= 1.01e-4


def test_a_test_without_points_gets_none():
    assert share([0, 2, -1, math.nan, math.inf], 3.0) == (0, 30_000, 0, 0, 0)
    assert share([0, 0], 3.0) == (0, 0)
