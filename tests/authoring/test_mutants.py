"""Mutants: what is changed, what is not, and names that stay."""

import ast

import pytest

from grader.authoring.mutants import make_mutants, read_equivalent
from grader.errors import CourseError

SOURCE = '''\
"""Doc."""

LIMIT = 3


def double(x):
    """Twice x: 2 * x."""
    ### BEGIN SOLUTION
    if x > 0 and LIMIT:
        return 2 * x
    return x + x
    ### END SOLUTION


def rest(x):
    return 7 - x
'''


def test_only_solution_regions_are_changed_and_each_mutant_is_another_program():
    mutants = make_mutants("double.py", SOURCE)
    assert {mutant.line for mutant in mutants} == {9, 10, 11}
    assert len({ast.dump(ast.parse(mutant.source)) for mutant in mutants}) == len(mutants)
    for mutant in mutants:
        assert "LIMIT = 3\n" in mutant.source
        assert '"""Twice x: 2 * x."""' in mutant.source
        assert "return 7 - x" in mutant.source
        changed = mutant.source.splitlines()[mutant.line - 1]
        assert (mutant.before, mutant.after) == (SOURCE.splitlines()[mutant.line - 1], changed)


@pytest.mark.parametrize(
    "line",
    [
        "if x >= 0 and LIMIT:",
        "if x > 0 or LIMIT:",
        "if not x > 0 and LIMIT:",
        "return 3 * x",
        "return 2 / x",
        "return x - x",
    ],
)
def test_cosmic_rays_operators_are_at_work(line):
    assert line in [" ".join(mutant.after.split()) for mutant in make_mutants("double.py", SOURCE)]


def test_a_statement_is_left_out():
    source = (
        "import a\n### BEGIN SOLUTION\nimport b\nif a:\n    b.step()\n    b.c += a\n### END SOLUTION\nb.zero_grad()\n"
    )
    left_out = [one.before.strip() for one in make_mutants("m.py", source) if one.name.startswith("RemoveStatement-")]
    assert left_out == ["b.step()", "b.c += a"]


def test_mutants_come_in_one_order_and_keep_their_names_when_lines_move():
    before = make_mutants("double.py", SOURCE)
    assert before == make_mutants("double.py", SOURCE)
    moved = make_mutants("double.py", SOURCE.replace("LIMIT = 3\n", "LIMIT = 3\nOTHER = 4\n"))
    assert [mutant.name for mutant in moved] == [mutant.name for mutant in before]
    assert {mutant.line for mutant in moved} == {10, 11, 12}
    assert len({mutant.name for mutant in before}) == len(before)


def test_the_same_change_of_an_equal_line_has_a_name_of_its_own():
    source = "### BEGIN SOLUTION\na = 1 + b\na = 1 + b\n### END SOLUTION\n"
    names = [mutant.name for mutant in make_mutants("m.py", source) if mutant.after == "a = 1 - b"]
    assert len(set(names)) == 2
    assert names[1] == names[0] + "-2"


def test_a_diff_shows_file_line_and_both_sides():
    (mutant,) = [one for one in make_mutants("double.py", SOURCE) if one.after.endswith("x - x")]
    assert mutant.diff == "double.py:11\n-     return x + x\n+     return x - x"


def test_reasons_are_read_by_name_and_a_wrong_file_is_named(tmp_path):
    assert read_equivalent(tmp_path) == {}
    (tmp_path / "mutants.yaml").write_text("equivalent:\n  NumberReplacer-1: the same\n")
    assert read_equivalent(tmp_path) == {"NumberReplacer-1": "the same"}
    for text in ("equivalent: [a]\n", "equivalent:\n  a: ''\n", "other: {}\n"):
        (tmp_path / "mutants.yaml").write_text(text)
        with pytest.raises(CourseError, match=r"mutants\.yaml is no list of mutants"):
            read_equivalent(tmp_path)
