"""gradescope-utils' decorators in a suite mean what they mean on Gradescope."""

import pytest

from grader.judge.gradescope import read_decorators

STUDENT = "def double(x):\n    return 2 * x\n"
DECORATORS = """
import unittest
import pytest
from it import double

# As gradescope_utils.autograder_utils.decorators has them: each leaves one attribute on the function.
def weight(value):
    return lambda function: setattr(function, "__weight__", value) or function

def number(value):
    return lambda function: setattr(function, "__number__", str(value)) or function

def visibility(value):
    return lambda function: setattr(function, "__visibility__", value) or function
"""


def test_weight_number_and_visibility_of_methods_and_functions_count(judge):
    verdicts = judge(STUDENT, test_it=DECORATORS + """
class TestDouble(unittest.TestCase):
    @weight(3)
    @number("2.1")
    @visibility("visible")
    def test_one(self):
        \"\"\"Doubles one\"\"\"
        self.assertEqual(double(1), 2)

    @weight(0.5)
    @visibility("hidden")
    def test_secret(self):
        self.assertEqual(double(2), 4)

    @visibility("after_published")
    def test_unpublished(self):
        self.assertEqual(double(2), 4)

    def test_bare(self):
        self.assertEqual(double(2), 4)

@number(4)
@visibility("after_due_date")
def test_function():
    assert double(3) == 6

@weight(3)
@visibility("visible")
@pytest.mark.points(1)
@pytest.mark.visibility("hidden")
def test_marks_win():
    assert double(3) == 6
""")  # fmt: skip
    told = {name: (one.title, one.weight, one.task, one.visibility) for name, one in verdicts.items()}
    assert told == {
        "TestDouble::test_one": ("2.1) Doubles one", 3.0, 2, "visible"),
        "TestDouble::test_secret": ("Secret", 0.5, None, "secret"),
        "TestDouble::test_unpublished": ("Unpublished", 1.0, None, "secret"),
        "TestDouble::test_bare": ("Bare", 1.0, None, "hidden"),
        "test_function": ("4) Function", 1.0, 4, "after_due_date"),
        "test_marks_win": ("Marks win", 1.0, None, "hidden"),
    }
    assert {one.status for one in verdicts.values()} == {"passed"}


@pytest.mark.parametrize(("name", "value"), [("__visibility__", "public"), ("__visibility__", 1), ("__weight__", "3")])
def test_what_gradescope_does_not_have_is_refused(name, value):
    def test():
        """A test."""

    setattr(test, name, value)
    with pytest.raises(ValueError, match=r"^@(visibility|weight)"):
        read_decorators(test)
