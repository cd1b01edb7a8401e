from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from grader.errors import UsageError
from grader.host.classroom import (
    class_grid,
    comment,
    excuse,
    exercise_view,
    extend,
    open_dispute,
    student_view,
    who_fails,
    who_made,
)
from tests.host.fake_engine import ALL, HALF
from tests.host.small_course import write_hints

UNTIL = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def test_the_grid_is_students_by_exercises(host, hand_in, viewer):
    viewer("zoe", "student", "A. Zoe")
    viewer("tea", "instructor")
    report = host.grade(hand_in(HALF))
    host.grade(hand_in(data=b"def (\n", slug="bend"))
    hand_in(ALL, student="bob")
    extend(host, None, "bob", "slope", UNTIL, "was ill")
    excuse(host, None, "zoe", "bend", "was ill")
    open_dispute(host, int(report.id), "test_factor", "Why not?")
    grid = class_grid(host, "pt")
    assert [(column.slug, column.title, column.points) for column in grid.columns] == [
        ("slope", "Declive", 6),
        ("bend", "Curva", 3),
    ]
    assert [(line.name, [cell.state for cell in line.cells], line.total) for line in grid.lines] == [
        ("A. Zoe", ["missing", "excused"], 0),
        ("ann", ["graded", "rejected"], 3),
        ("bob", ["waiting", "missing"], 0),
    ]
    zoe, ann, bob = (line.cells[0] for line in grid.lines)
    assert (ann.share, ann.disputes, ann.extension) == (0.5, 1, None)
    assert (bob.share, bob.disputes, bob.extension) == (None, 0, UNTIL)
    assert (zoe.attempts, ann.attempts, grid.points) == (0, 1, 9)


def test_an_exercise_shows_what_fails_and_why(host, hand_in, course, clock):
    write_hints(course.root)
    for words, student in (("# sign as_no_two", "ann"), ("# sign as_no_two", "bob"), ("# sign", "zoe")):
        host.grade(hand_in(words, student=student, slug="bend"))
    clock.set("2026-03-25 12:00")
    host.grade(hand_in(ALL, student="bob", slug="bend"))
    host.grade(hand_in(data=b"def (\n", student="eve", slug="bend"))
    view = exercise_view(host, "bend")
    assert (view.students, view.graded, len(view.scores), view.scores[-1]) == (4, 3, 3, 3)
    assert [(one.misconception, one.says, one.made, one.graded) for one in view.mistakes] == [
        ("no_two", "The factor 2 is missing.", 1, 3)
    ]
    factor = next(one for one in view.failing if one.title == "The slope has the factor 2")
    assert (factor.failed, factor.unexplained, factor.graded) == (2, 1, 3)
    assert [(one.week, one.graded, one.passed, one.made) for one in view.weeks] == [
        (date(2026, 3, 9), 3, 0, {"no_two": 2}),
        (date(2026, 3, 16), 0, 0, {}),
        (date(2026, 3, 23), 1, 1, {}),
    ]


def test_an_exercise_that_nobody_did_is_empty(host):
    view = exercise_view(host, "bend")
    assert (view.students, view.graded, view.scores, view.failing, view.mistakes, view.weeks) == (0, 0, (), (), (), ())
    with pytest.raises(UsageError, match="no exercise"):
        exercise_view(host, "bent")


def test_a_student_is_shown_with_all_that_was_granted_and_said(host, hand_in, viewer):
    viewer("ann", "student", "Ann Lee")
    report = host.grade(hand_in(HALF))
    hand_in(ALL, student="bob")
    extend(host, None, "ann", "slope", UNTIL, "was ill")
    excuse(host, None, "ann", "bend", "was ill")
    comment(host, None, "ann", "slope", "Nearly.")
    comment(host, None, "bob", "slope", "Not for ann.")
    open_dispute(host, int(report.id), "test_factor", "Why not?")
    view = student_view(host, "ann")
    slope, bend = view.exercises
    assert (view.name, slope.progress.due, slope.progress.used, slope.progress.best.score) == ("Ann Lee", UNTIL, 1, 3)
    assert [row.id for row in slope.submissions] == [int(report.id)]
    assert ([one.text for one in slope.comments], [one.test for one in slope.disputes]) == (
        ["Nearly."],
        ["test_factor"],
    )
    assert ([one.until for one in slope.extensions], slope.excuse) == ([UNTIL], None)
    assert (bend.excuse.reason, bend.submissions) == ("was ill", ())


def test_a_test_that_fails_in_two_languages_is_one_test_called_as_the_reader_reads(host, hand_in, course):
    (course.suite_folder("bend") / "titles.yaml").write_text("pt: {test_factor: O fator}\n", "utf-8")
    first = host.grade(hand_in("# sign", slug="bend", language="pt"))
    assert [one.title for one in exercise_view(host, "bend").failing if one.name == "test_factor"] == ["O fator"]
    host.grade(hand_in("# sign", student="bob", slug="bend"))
    for language, title in (("en", "The slope has the factor 2"), ("pt", "O fator")):
        (factor,) = [one for one in exercise_view(host, "bend", language).failing if one.name == "test_factor"]
        assert (factor.title, factor.failed) == (title, 2)
    assert int(first.id) in {row.id for row in who_fails(host, "bend", "test_factor")}
    assert who_made(host, "bend", "no_two") == ()
