"""A README becomes a statement: its maths and its own pictures are there, and nothing that could do harm."""

import pytest

from grader.course import load_course
from grader.web.statement import find_picture, read_statement, read_stub
from tests.host.small_course import write_course


@pytest.fixture
def course(tmp_path):
    return load_course(write_course(tmp_path / "course"))


@pytest.fixture
def say(course):
    def write(text, name="README.md", language="en"):
        (course.stub_folder("slope") / name).write_text(text, "utf-8")
        return str(read_statement(course, "slope", language))

    return write


def test_the_page_has_the_title_so_the_statement_has_none(say):
    assert say("# Slope\n\nGo **down**.\n") == "<p>Go <strong>down</strong>.</p>\n"


def test_maths_stays_tex_and_money_stays_money(say):
    assert '<span class="math">w \\cdot v</span>' in say("It is $w \\cdot v$.")
    assert '<span class="math block">L = x &lt; 3</span>' in say("$$L = x < 3$$")
    assert "math" not in say("It costs $5 or $6.")


def test_html_and_links_that_run_are_text(say):
    shown = say("<script>alert(1)</script> <b onclick=x> [go](javascript:alert(1)) `<i>`")
    assert "<script" not in shown
    assert "<b" not in shown
    assert "<a" not in shown


def test_pictures_of_the_exercise_are_served_and_others_are_their_words(say, course):
    shown = say(
        '![A "curve"](picture.svg) ![far](https://example.org/a.png) ![up](../secret.png) ![d](data:image/png,x)'
    )
    assert shown.count("<img") == 1
    assert 'src="/c/small/e/slope/files/picture.svg" alt="A &#34;curve&#34;"' in shown
    assert "far" in shown
    assert "example.org" not in shown


@pytest.mark.parametrize("name", ["slope.py", "../slope/slope.py", "link.svg", ".hidden.svg", "none.svg", "/etc/a.svg"])
def test_only_pictures_that_lie_there_are_served(course, name):
    folder = course.stub_folder("slope")
    (folder / "picture.svg").write_text("<svg/>")
    (folder / ".hidden.svg").write_text("<svg/>")
    (folder / "link.svg").symlink_to(folder / "slope.py")
    assert find_picture(course, "slope", name) is None
    assert find_picture(course, "slope", "picture.svg") == folder / "picture.svg"


def test_another_language_has_its_own_text_or_the_one_that_there_is(say):
    say("English")
    assert "English" in say("Português", "README.pt.md", "en")
    assert "Português" in say("Português", "README.pt.md", "pt")


def test_a_readme_that_changed_is_read_again(say):
    assert "one" in say("one")
    assert "other" in say("the other")


def test_the_editor_starts_with_what_students_get(course):
    assert read_stub(course, "slope").startswith("def weight_slope")
    (course.stub_folder("slope") / "slope.py").unlink()
    assert read_stub(course, "slope") == ""
