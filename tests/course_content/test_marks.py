"""What the suites say of themselves: points, titles, visibility, hints, figures."""

import re

from grader.course import load_course


def test_the_course_has_a_hundred_points_and_its_weeks_in_order(content):
    exercises = load_course(content.root).exercises
    assert sum(exercise.points for exercise in exercises) == 100
    weeks = [exercise.week for exercise in exercises]
    assert weeks == sorted(weeks)
    assert set(weeks) == set(range(1, max(weeks) + 1))


def test_right_answers_are_tried_in_at_least_three_other_ways(content, slug):
    assert len(list((content.solutions / slug / "alternatives").glob("*.py"))) >= 3


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


def test_every_misconception_says_what_it_does_wrong(content, slug):
    for forms in content.misconceptions(slug).values():
        assert any((replaced.__doc__ or "").strip().endswith(".") for replaced in forms[0].values())


def test_every_misconception_replaces_functions_of_the_exercise(content, slug):
    for forms in content.misconceptions(slug).values():
        assert all(set(names) <= set(content.public_functions(slug)) for names in forms)


def test_pictures_compare_the_student_with_the_reference(content):
    def figures(slug):
        return content.judge(slug, content.reference(slug)).figures

    walk, curve, _ = loop = figures("training_loop")
    assert [one.label for one in curve.curves] == ["your loop", "expected"]
    assert [one.label for one in walk.curves] == ["your weights", "expected"]
    assert walk.surface is not None
    (triangle,) = slope = figures("slope")
    assert [one.label for one in triangle.curves] == ["loss", "your slope: -24", "expected: -24"]
    (rates,) = learning_rate = figures("learning_rate")
    assert len(rates.panels) == 4
    (errors,) = backprop = figures("three_layer_backprop")
    assert errors.cells.values == ((0.0,) * 3,) * 2
    assert all(figure.alt for figure in (*loop, *slope, *learning_rate, *backprop))


def test_the_heat_map_says_which_layers_are_wrong(content):
    names = content.misconceptions("three_layer_backprop")
    for misconception, right in {"updated_upstream": [False, False, True], "bias_unsummed": [None] * 3}.items():
        subject = content.replace_names("three_layer_backprop", names[misconception][0])
        biases = content.judge("three_layer_backprop", subject).figures[0].cells.values[1]
        assert [None if error is None else error == 0 for error in biases] == right
