"""The reference as a submission, and what a submission is completed with."""

import pytest

from grader.engine.suite import complete, read_reference, suite_hash
from grader.errors import CourseError
from grader.submission.model import Submission

REGION = "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "solutions" / "net"
    (folder / "layers").mkdir(parents=True)
    files = {
        "net.py": "import given, layers.linear, secret\n",
        "given.py": "x = 1\n",
        "secret.py": "x = 2\n",
        "layers/__init__.py": "",
        "layers/linear.py": REGION,
        "checks.py": "",
        "test_net.py": "import checks",
    }
    for name, source in files.items():
        (folder / name).write_text(source)
    return folder


@pytest.fixture
def stubs(tmp_path):
    stubs = tmp_path / "exercises" / "net"
    stubs.mkdir(parents=True)
    (stubs / "given.py").write_text("x = 1\n")
    (stubs / "net.py").write_text("import given, layers.linear, secret\n")
    return stubs


def test_the_reference_is_handed_in_with_all_its_modules_and_none_of_the_suites(folder):
    reference = read_reference(folder)
    assert [path for path, _ in reference.files] == [
        "given.py",
        "layers/__init__.py",
        "layers/linear.py",
        "net.py",
        "secret.py",
    ]
    (folder / "given.py").write_text("x = 3\n")
    assert read_reference(folder).sha256 != reference.sha256
    (folder / "net.py").unlink()
    with pytest.raises(CourseError):
        read_reference(folder)


def test_a_submission_is_completed_with_what_students_were_given_and_with_nothing_else(folder, stubs):
    def names(*files):
        submission = Submission("net", tuple((name, "own") for name in files), (), "", ())
        return dict(complete(submission, folder, stubs, suite_hash(folder)).files)

    assert names("net.py") == {"net.py": "own", "given.py": "x = 1\n"}
    assert names() == {"given.py": "x = 1\n"}  # a notebook is the main module
    assert names("net.py", "given.py") == {"net.py": "own", "given.py": "own"}
    (folder / "given.py").write_text("x = 'the answer'\n")  # changed since the release
    assert names("net.py") == {"net.py": "own"}
