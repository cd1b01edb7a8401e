"""hints.yaml: for every misconception one sentence and three hints, in each language of the course."""

import re

from ruamel.yaml import YAML

from grader.course import load_course
from grader.course.titles import check_titles, read_titles

LEVELS = 3
MOST_WORDS = 160


def read_hints(content, slug):
    return YAML(typ="safe").load((content.solutions / slug / "hints.yaml").read_text(encoding="utf-8"))


def test_every_misconception_has_a_sentence_and_three_hints_in_each_language(content, slug):
    hints = read_hints(content, slug)
    assert set(hints) == set(content.misconceptions(slug))
    for texts in hints.values():
        assert set(texts) == set(load_course(content.root).languages)
        for language in texts.values():
            assert set(language) == {"says", "hints"}
            assert language["says"].strip().endswith(".")
            assert len(language["hints"]) == LEVELS
            assert all(0 < len(hint.split()) <= MOST_WORDS for hint in language["hints"])


def test_no_two_misconceptions_say_the_same(content, slug):
    for language in load_course(content.root).languages:
        hints = read_hints(content, slug).values()
        sentences = [texts[language]["says"] for texts in hints]
        assert len(set(sentences)) == len(sentences)


def test_numbers_in_hints_are_python_literals_in_every_language(content, slug):
    text = (content.solutions / slug / "hints.yaml").read_text(encoding="utf-8")
    assert re.findall(r"\d,\d", text) == []


def test_every_test_has_a_title_in_each_language(content, slug):
    course = load_course(content.root)
    assert set(read_titles(course.suite_folder(slug))) == set(course.languages[1:])
    assert check_titles(course.suite_folder(slug), course.languages) == ()
