from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from grader.judge import verdicts as v
from grader.report import palette
from grader.report.figures import draw

from .reports import LOSSES

SVG = "{http://www.w3.org/2000/svg}"


PANELS = v.Figure(
    "Side by side", "step", "loss", tuple(replace(c, panel=at) for c in LOSSES.curves for at in range(3)), "",
    panels=("lr 0.01", "lr 0.1", "lr 1"),
)  # fmt: skip
SURFACE = v.Surface((0.0, 1.0, 2.0), (0.0, 1.0), ((5.0, 1.0, 2.0), (6.0, 0.0, 3.0)))
PATH = v.Figure("A path", "w0", "w1", (v.Curve("yours", (0.1, 0.9), (0.2, 0.8)),), "", surface=SURFACE)
CELLS = v.Cells(("weights", "biases"), ("L0", "L1"), ((2.0, 0.5), (None, 0.0)))
HEAT = v.Figure("Errors", "", "", (), "The error is largest in L0.", cells=CELLS)
KINDS = {"lines": LOSSES, "panels": PANELS, "path": PATH, "cells": HEAT}


def drawn(figure=LOSSES, salt="1"):
    return draw(figure, test="test_x", salt=salt)


def curve(*y):
    return replace(LOSSES, curves=(v.Curve("yours", tuple(map(float, range(len(y)))), y),))


def test_a_figure_has_title_and_description_in_text():
    root = ET.fromstring(drawn(replace(LOSSES, title="a < b", alt='"&"')).svg)
    assert root.find(f"{SVG}title").text == "a < b"
    assert root.find(f"{SVG}desc").text == '"&"'
    assert "yours" in [text.text for text in root.iter(f"{SVG}text")]


def test_a_figure_runs_nothing_and_loads_nothing():
    root = ET.fromstring(drawn(replace(LOSSES, title="<script>x</script>", x_label="</text><script>")).svg)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "path", "defs", "use", "text", "clipPath", "rect"}
    references = [value for element in root.iter() for key, value in element.attrib.items() if "href" in key]
    assert references
    assert all(value.startswith("#") for value in references)
    assert not [key for element in root.iter() for key in element.attrib if key.startswith("on")]


def test_every_reference_meets_its_id():
    svg = drawn().svg
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', svg)) <= {(one, "") for one in ids} | {
        ("", one) for one in ids
    }


def test_ids_differ_between_figures_and_not_between_runs():
    assert drawn(salt="1").svg == drawn(salt="1").svg
    first, second = (set(re.findall(r'\bid="([^"]+)"', drawn(salt=salt).svg)) for salt in "12")
    assert not first & second


@pytest.mark.parametrize("kind", KINDS)
def test_colours_are_classes_with_a_palette_for_dark(kind):
    svg = drawn(KINDS[kind]).svg
    body = svg.partition("</style>")[2]
    assert "prefers-color-scheme:dark" in svg
    assert not re.findall(r"(?:fill|stroke): #(?!000|fff)", body)
    used = set(re.findall(r"\b[fs]-[cgh]\d", body))
    assert (
        used
        >= {
            "lines": {"s-c0", "s-c1"},
            "panels": {"s-c0", "s-c1"},
            "path": {"s-c0", "f-g0", "f-g7"},
            "cells": {"f-h0", "f-h6"},
        }[kind]
    )
    for name in used:
        assert svg.count(f".{name}{{") == 2, "once for light paper, once for dark"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_small_drawing_that_runs_nothing(kind):
    svg = drawn(KINDS[kind]).svg
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "path", "defs", "use", "text", "clipPath", "rect"}
    assert len(svg) < 60_000
    assert svg == drawn(KINDS[kind]).svg


def texts(figure):
    return [text.text for text in ET.fromstring(drawn(figure).svg).iter(f"{SVG}text")]


def test_panels_have_titles_and_only_their_own_curves():
    assert {"lr 0.01", "lr 0.1", "lr 1"} <= set(texts(PANELS))
    two = replace(PANELS, panels=("left", "right"), curves=(replace(LOSSES.curves[0], panel=1),))
    assert drawn(two).svg.count('class="s-c0"') < drawn(replace(PANELS, curves=PANELS.curves[:3])).svg.count(
        'class="s-c0"'
    )


def test_cells_say_their_numbers_and_a_dash_where_there_is_none():
    assert texts(HEAT) == ["L0", "L1", "weights", "biases", "2", "0.5", "\u2013", "0"]


def light(color):
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colors", [palette._LIGHT, palette._DARK], ids=["light", "dark"])
def test_text_and_lines_stand_out_from_what_they_lie_on(colors):
    """WCAG 2.2: 4.5 for text (1.4.3), 3 for lines that mean something (1.4.11)."""
    for ground in (*palette.HEAT, *palette.GROUND):
        assert contrast(colors[palette.INK], colors[ground]) >= 4.5
    for line in palette.LINES:
        assert min(contrast(colors[line], colors[ground]) for ground in palette.GROUND) >= 3


def test_lines_are_told_apart_without_colour():
    body = drawn().svg.partition("</style>")[2]
    assert "stroke-dasharray" in body
    assert len(set(re.findall(r'<use xlink:href="([^"]+)"[^>]*class="f-c', body))) == 2


@pytest.mark.parametrize(
    "figure",
    [
        replace(LOSSES, curves=()),
        curve(),
        curve(1.0, float("nan")),
        curve(1.0, float("inf")),
        curve(1.0, 1e300),
        replace(LOSSES, curves=(v.Curve("x", (1.0, 2.0), (1.0,)),)),
        replace(PANELS, panels=("too many",) * 5),
        replace(PANELS, curves=(replace(LOSSES.curves[0], panel=9),)),
        replace(PATH, surface=replace(SURFACE, x=(0.0, 1.0))),
        replace(PATH, surface=replace(SURFACE, x=(0.0, 0.0, 1.0))),
        replace(PATH, surface=replace(SURFACE, heights=((1.0,) * 3,))),
        replace(PATH, surface=replace(SURFACE, heights=((1.0, 2.0, float("nan")), (1.0,) * 3))),
        replace(PATH, surface=v.Surface(*2 * (tuple(map(float, range(41))),), ((0.0,) * 41,) * 41)),
        replace(HEAT, cells=replace(CELLS, rows=("weights",))),
        replace(HEAT, cells=replace(CELLS, values=((1.0,), (2.0,)))),
        replace(HEAT, cells=replace(CELLS, values=((-1.0, 0.0), (None, None)))),
        replace(HEAT, cells=replace(CELLS, values=((None, None), (None, None)))),
        replace(HEAT, cells=replace(CELLS, values=((float("inf"), 0.0), (None, None)))),
        replace(HEAT, cells=v.Cells(("r",) * 17, ("c",), ((1.0,),) * 17)),
    ],
)
def test_a_figure_that_can_not_be_drawn_is_left_out(figure):
    assert drawn(figure) is None


def test_hostile_labels_are_drawn_as_text():
    label = "$\\frac{$ \x1b[31m <script> \ud800 \u202e" + "x" * 500
    figure = replace(
        LOSSES, title=label, alt=label, x_label=label, y_label=label, curves=(v.Curve(label, (1.0,), (2.0,)),) * 2
    )
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(drawn(figure).svg).iter()}
    assert {"path", "g"} <= tags
    assert not {"script", "foreignObject", "a", "image"} & tags


@pytest.mark.parametrize("number", [0.0, 5e-324, 1e-30, 9e29])
def test_flat_grounds_and_extreme_numbers_are_drawn(number):
    assert drawn(replace(PATH, surface=replace(SURFACE, heights=((number,) * 3,) * 2)))
    assert drawn(replace(HEAT, cells=replace(CELLS, values=((number, 0.0), (None, None)))))


def test_hostile_names_of_panels_and_cells_are_drawn_as_text():
    label = "$\\frac{$ \x1b[31m <script> \ud800 \u202e" + "x" * 500
    for figure in (
        replace(PANELS, panels=(label,) * 3),
        replace(HEAT, cells=replace(CELLS, rows=(label,) * 2, columns=(label,) * 2)),
    ):
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(drawn(figure).svg).iter()}
        assert not {"script", "foreignObject", "a", "image"} & tags


def test_many_points_stay_small_and_keep_both_ends():
    svg = drawn(curve(*map(float, range(2000)))).svg
    assert len(svg) < 60_000
    assert drawn(curve(*[1.0] * 1999, 5.0)) is not None


def test_threads_may_draw_at_once():
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: drawn(salt="same").svg, range(8)))) == 1


def test_a_figure_keeps_nothing_of_the_one_before():
    steep = v.Figure(
        "Steep", "step", "loss", (v.Curve("one", (0.0, 1.5), (1e6, 2.0)), v.Curve("two", (0.0, 1.0), (3.0, 4.0))), ""
    )
    flat = v.Figure("Flat", "epoch", "error", (v.Curve("only", (0.0, 1.0, 2.0), (0.5, 0.25, 0.125)),), "")
    first = draw(flat, test="t", salt="s").svg
    draw(steep, test="t", salt="s")
    assert draw(flat, test="t", salt="s").svg == first
    assert "two" not in first
