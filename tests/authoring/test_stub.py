"""The stub: what is cut out, and what is no reference."""

import ast

import pytest

from grader.authoring import write_stub
from grader.authoring.stub import cut_modules, cut_solutions
from grader.errors import CourseError


def test_a_region_becomes_nbgraders_placeholder_at_its_own_indentation():
    source = "def f():\n    '''Doc.'''\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n\n\nx = 3\n"
    assert write_stub(source) == (
        "def f():\n    '''Doc.'''\n    # YOUR CODE HERE\n    raise NotImplementedError()\n\n\nx = 3\n"
    )


def test_every_region_is_cut_and_kept_apart():
    source = "### BEGIN SOLUTION\na = 1\n### END SOLUTION\nif b:\n\t### BEGIN SOLUTION\n\tc = 1\n\td = 1\n\t### END SOLUTION\n"
    cut = cut_solutions(source)
    assert cut.regions == (("a = 1",), ("\tc = 1", "\td = 1"))
    assert cut.stub.count("raise NotImplementedError()") == 2
    ast.parse(cut.stub)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = 1\n", "double.py has no solution region."),
        ("### BEGIN SOLUTION\nx = 1\n", "double.py:1: ### BEGIN SOLUTION without ### END SOLUTION."),
        ("x = 1\n### END SOLUTION\n", "double.py:2: ### END SOLUTION without ### BEGIN SOLUTION."),
        ("### BEGIN SOLUTION\n\n### BEGIN SOLUTION\n", "double.py:3: a solution region begins inside that of line 1."),
    ],
)
def test_markers_that_do_not_match_are_named_with_their_line(source, message):
    with pytest.raises(CourseError) as caught:
        cut_modules({"double.py": source})
    assert caught.value.message == message


def test_a_placeholder_raises_when_it_is_called(folder):
    names = {}
    exec(write_stub((folder / "double.py").read_text()), names)
    with pytest.raises(NotImplementedError):
        names["double"](2)
    assert names["Doubler"]().call(0) == 0
