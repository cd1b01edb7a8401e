"""What a test records for the report's figures: finite numbers within caps, whatever a student returned."""

import math

import numpy as np
import pytest
import torch

from grader.judge.figures import MAX_CELLS, MAX_CURVES, MAX_PANELS, Recorder
from grader.judge.points import MAX_POINTS


@pytest.fixture
def figures():
    return []


@pytest.fixture
def figure(figures):
    return Recorder(figures)


JUNK = [
    None,
    "12",
    3,
    {},
    object(),
    [None],
    [[1.0]],
    [[1.0, math.nan]],
    [(math.inf, 2.0)],
    np.ones((2, 3)),
    np.ones(()),
]


def bowl(x, y):
    return x**2 + y**2


def draw_path(figure, **series):
    figure.path("title", "x", "y", "alt", loss=bowl, x=(-1, 1), y=(0, 2), **series)


def test_panels_keep_their_curves_apart(figure, figures):
    figure.panels(
        "t", "x", "y", "alt", **{"lr 0.1": {"yours": [1.0, 2.0], "expected": [1.0]}, "lr 1": {"yours": [3.0]}}
    )
    assert figures[0].panels == ("lr 0.1", "lr 1")
    assert [(curve.label, curve.panel) for curve in figures[0].curves] == [("yours", 0), ("expected", 0), ("yours", 1)]


def test_panels_and_their_curves_are_capped(figure, figures):
    figure.panels("t", "x", "y", "alt", **{f"p{i}": {f"c{j}": [1.0] for j in range(20)} for i in range(20)})
    assert len(figures[0].panels) == MAX_PANELS
    assert len(figures[0].curves) == MAX_PANELS * MAX_CURVES


def test_a_path_lies_on_the_surface_of_the_loss(figure, figures):
    draw_path(figure, yours=[(0.5, 1.0), np.array([0.25, 0.5]), torch.tensor([0.0, 0.25])])
    surface = figures[0].surface
    assert (surface.x[0], surface.x[-1], surface.y[0], surface.y[-1]) == (-1.0, 1.0, 0.0, 2.0)
    assert surface.heights[0][-1] == 1.0
    assert surface.heights[-1][0] == 5.0
    assert (figures[0].curves[0].x, figures[0].curves[0].y) == ((0.5, 0.25, 0.0), (1.0, 0.5, 0.25))


@pytest.mark.parametrize("points", [np.array([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[1.0, 2.0], [3.0, 4.0]])])
def test_a_path_may_be_an_array_of_pairs(figure, figures, points):
    draw_path(figure, yours=points)
    assert (figures[0].curves[0].x, figures[0].curves[0].y) == ((1.0, 3.0), (2.0, 4.0))


@pytest.mark.parametrize("points", JUNK)
def test_what_is_no_path_is_left_out(figure, figures, points):
    draw_path(figure, yours=points)
    assert figures == []
    draw_path(figure, yours=points, expected=[(0.0, 1.0)])
    assert [curve.label for curve in figures[0].curves] == ["expected"]


def test_a_path_is_capped(figure, figures):
    draw_path(figure, **{f"c{i}": [(1.0, 1.0)] * (MAX_POINTS + 5) for i in range(MAX_CURVES + 5)})
    assert len(figures[0].curves) == MAX_CURVES
    assert len(figures[0].curves[0].x) == MAX_POINTS


def draw_slope(figure, **slopes):
    figure.slope("title", "weight", "loss", "alt", loss=lambda w: w**2, at=1.0, reach=1.0, **slopes)


def test_a_triangle_rises_by_the_slope(figure, figures):
    draw_slope(figure, yours=2, expected=np.float64(-0.5))
    loss, yours, expected = figures[0].curves
    assert (loss.label, loss.marked, loss.x[0], loss.x[-1]) == ("loss", False, 0.0, 2.0)
    for curve, slope in ((yours, 2.0), (expected, -0.5)):
        assert (curve.y[1] - curve.y[0]) / (curve.x[1] - curve.x[0]) == pytest.approx(slope)
        assert (curve.x[0] + curve.x[1], curve.y[0] + curve.y[1]) == pytest.approx((2.0, 2.0))
    assert yours.label == "yours: 2"


@pytest.mark.parametrize("slope", [1e25, -300.0, 0.0])
def test_a_triangle_fits_however_steep(figure, figures, slope):
    draw_slope(figure, yours=slope)
    assert all(-2 <= y <= 4 for y in figures[0].curves[1].y)


@pytest.mark.parametrize("slope", [None, math.nan, math.inf, "2", [2.0], np.ones(1), 10**400])
def test_what_is_no_slope_is_left_out(figure, figures, slope):
    draw_slope(figure, yours=slope)
    assert figures == []


def test_a_heat_map_has_gaps_where_there_is_no_number(figure, figures):
    figure.heat_map("t", "alt", rows=("a", "b"), columns=("c", "d"), values=((1, math.nan), (np.float32(-2), "x")))
    assert figures[0].cells.values == ((1.0, None), (2.0, None))
    figure.heat_map("t", "alt", rows=("a",), columns=("c",), values=((None,),))
    assert len(figures) == 1


def test_a_heat_map_is_capped(figure, figures):
    figure.heat_map("t", "alt", rows=["r" * 900] * 50, columns=["c"] * 50, values=[[1.0] * 50] * 50)
    cells = figures[0].cells
    assert len(cells.rows) == len(cells.columns) == len(cells.values) == len(cells.values[0]) == MAX_CELLS
    assert len(cells.rows[0]) == 300


@pytest.mark.parametrize(
    ("got", "error"),
    [
        (np.array([1.0, 4.0]), 0.0),
        (np.array([1.0, 4.00001]), 0.0),
        (np.array([3.0, 4.0]), 0.5),
        (torch.tensor([1.0, 0.0]), 1.0),
        (np.array([1, 6]), 0.5),
        (np.array([1.0, math.nan]), None),
        (np.array([1.0, 4.0 + 1j]), None),
        (np.array([[1.0, 4.0]]), None),
        ([1.0, 4.0], None),
        (None, None),
    ],
)
def test_the_error_is_relative_to_the_largest_that_was_wanted(figure, got, error):
    assert figure.error(got, np.array([1.0, 4.0])) == error


def test_the_error_where_nothing_was_wanted_is_the_largest_that_was_got(figure):
    assert figure.error(np.array([0.5, -3.0]), np.zeros(2)) == 3.0
