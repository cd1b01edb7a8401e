"""What the suites say of themselves: points, titles, visibility, hints, figures."""

import re

from grader.course import load_course


def test_points_add_up_and_are_written_on_every_test(content, slug):
    run = content.judge(slug, content.reference(slug))
    assert len(run.points) >= 6
    assert all(points > 0 for points in run.points.values())
    assert sum(run.points.values()) == load_course(content.root).exercise(slug).points
    visible = [name for name, marks in run.marks.items() if marks.get("visibility") == ("visible",)]
    assert 1 <= len(visible) <= 2


def test_titles_are_sentences_that_show_no_numbers_of_hidden_tests(content, slug):
    run = content.judge(slug, content.reference(slug))
    titles = [doc.strip().splitlines()[0] for doc in run.docstrings.values()]
    assert len(set(titles)) == len(titles)
    assert all(title[0].isupper() and len(title) < 100 for title in titles)
    assert not any(re.search(r"\d[.,]\d", title) for title in titles)


def test_every_misconception_says_what_it_does_wrong(content, finished):
    for names in content.misconceptions(finished).values():
        assert any((replaced.__doc__ or "").strip().endswith(".") for replaced in names.values())


def test_every_misconception_replaces_functions_of_the_exercise(content, slug):
    for names in content.misconceptions(slug).values():
        assert set(names) <= set(content.public_functions(slug))


def test_the_loss_curve_of_the_student_is_recorded_against_the_reference(content):
    figures = content.judge("training_loop", content.reference("training_loop")).figures
    assert [curve.label for curve in figures[0].curves] == ["your loop", "expected"]
    assert all(figure.alt for figure in figures)
