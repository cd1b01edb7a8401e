"""Costs are counted whole, figures are shown plainly, and the page keeps what was not measured again."""

import os
import sys

import pytest

from bench.__main__ import fill
from bench.cost import Cost, run_command
from bench.tables import Spread, ratio, render

BURN = "import time\nwhile time.process_time() < 0.3: pass"


def test_the_time_of_a_process_that_outlives_its_parent_is_counted(tmp_path):
    leave = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BURN!r}])"
    cost, _ = run_command([sys.executable, "-c", leave], tmp_path, os.environ)
    assert cost.cpu_s >= 0.3
    assert cost.best_s >= 0.3


def test_what_a_command_prints_comes_back(tmp_path):
    assert run_command(["sh", "-c", "pwd"], tmp_path, os.environ)[1].strip() == str(tmp_path)


def test_a_command_that_fails_is_no_figure(tmp_path):
    with pytest.raises(RuntimeError, match="alas"):
        run_command(["sh", "-c", "echo alas; exit 3"], tmp_path, os.environ)


def test_the_groups_count_is_quoted_where_there_is_one():
    assert Cost(1.0, 9.0).best_s == 1.0
    assert Cost(1.0, 9.0, 1.5).best_s == 1.5


def test_costs_are_subtracted_and_shared():
    assert (Cost(5.0, 7.0, 6.0) - Cost(1.0, 1.0, 2.0)) / 2 == Cost(2.0, 3.0, 2.0)
    assert (Cost(5.0, 7.0, 6.0) - Cost(1.0, 1.0)).grouped_s is None


@pytest.mark.parametrize(
    ("value", "shown"), [(0.012345, "0.0123"), (1, "1.00"), (12.345, "12.3"), (99.96, "100"), (12345, "12300")]
)
def test_figures_have_three_digits_and_no_exponent(value, shown):
    assert ratio(value, 1) == shown


def test_a_spread_is_a_median_between_quartiles():
    assert Spread.of([5.0, 1.0, 3.0, 2.0, 4.0]) == Spread(3.0, 2.0, 4.0)
    assert Spread.of([2.0]).show(1000) == "2000 (2000 to 2000)"


def test_a_table_is_markdown():
    assert render(("a", "b"), [("c", "1")]) == "| a | b |\n|---|---:|\n| c | 1 |"


def test_a_part_of_the_page_is_replaced_and_the_rest_stays():
    page = "before\n<!-- bench: x -->\nold\n<!-- end: x -->\nafter\n"
    assert fill(page, "x", "new\nlines") == "before\n<!-- bench: x -->\nnew\nlines\n<!-- end: x -->\nafter\n"


def test_a_page_without_the_part_is_refused():
    with pytest.raises(ValueError, match="markers of y"):
        fill("<!-- bench: x -->\n<!-- end: x -->\n", "y", "new")
