"""titles.yaml: tests have names in each language of the course, and its author hears what is missing."""

from __future__ import annotations

import pytest

from grader.course.titles import check_titles, read_titles, title_in
from grader.errors import CourseError

SUITE = '''
import pytest

def test_one_step():
    """One step"""

class TestMore:
    @pytest.mark.parametrize("size", [1, 2])
    def test_size(self, size):
        """Any size"""
'''


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "double"
    folder.mkdir()
    (folder / "test_double.py").write_text(SUITE, "utf-8")
    return folder


def write(folder, text):
    (folder / "titles.yaml").write_text(text, "utf-8")
    return folder


def test_a_suite_needs_none(folder):
    assert read_titles(folder) == {}
    assert check_titles(folder, ["en", "pt"]) == ()


def test_a_test_is_found_by_its_function(folder):
    titles = read_titles(write(folder, "pt: {test_one_step: Um passo, test_size: Qualquer tamanho}"))["pt"]
    assert title_in(titles, "test_one_step", "One step") == "Um passo"
    assert title_in(titles, "TestMore::test_size[2-a::b]", "Any size") == "Qualquer tamanho"
    assert title_in(titles, "test_other", "Other") == "Other"
    assert check_titles(folder, ["en", "pt"]) == ()


def test_what_is_missing_is_named_but_never_for_the_first_language(folder):
    write(folder, "pt: {test_one_step: Um passo}")
    assert check_titles(folder, ["en", "pt"]) == (
        "titles.yaml has no title of test_size in 'pt', a language of the course.",
    )
    assert len(check_titles(folder, ["en", "pt", "fr"])) == 3


@pytest.mark.parametrize(
    "text", ["- 1", "pt: 3", "pt: {test_one_step: 3}", "pt: {test_one_step: ''}", "pt: {test_gone: X}"]
)
def test_a_wrong_file_names_its_line(folder, text):
    with pytest.raises(CourseError, match=r"titles\.yaml:1"):
        check_titles(write(folder, text), ["en", "pt"])
