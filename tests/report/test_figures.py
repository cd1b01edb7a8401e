from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from grader.judge import verdicts as v
from grader.report.figures import draw

from .reports import LOSSES

SVG = "{http://www.w3.org/2000/svg}"


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


def test_colours_are_classes_with_a_palette_for_dark():
    svg = drawn().svg
    body = svg.partition("</style>")[2]
    assert "prefers-color-scheme:dark" in svg
    assert not re.findall(r"(?:fill|stroke): #(?!000|fff)", body)
    assert "s-c0" in body
    assert "s-c1" in body


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
