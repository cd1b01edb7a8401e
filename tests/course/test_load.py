"""course.yaml: what a good one means, and what a bad one is told."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from grader.course import course_schema, load_course
from grader.course.document import MAX_BYTES, parse_document
from grader.course.model import HintPolicy
from grader.course.schema import check_shape
from grader.errors import CourseError

FULL = """\
id: gradients
title: {en: Gradients, pt: Gradientes}
timezone: Europe/Lisbon
languages: [en, pt]
packages: [sklearn]
device: auto
server: https://grade.example.edu
defaults:
  points: 6
  attempts: 5
  late: {grace: 15m, penalty_per_day: 10%, max_days: 3}
  hints: {cap: 2}
  limits: {test: 5s, memory: 2 GiB}
exercises:
  - slug: slope
    title: Slope
    release: 2026-03-01
    due: 2026-03-14 23:59
    late: {grace: 1h 30 min}
    limits: {submission: 2 min}
  - slug: manual_update
    title: {pt: Atualização}
    points: 7.5
    due: 2026-03-14
    late: {max_days: null, penalty_per_day: 0.25}
    attempts: null
    cooldown: 10 min
    counts: latest
    hints: {after: null}
    device: cuda
    cpu_allowed: true
    week: 3
"""
MINIMAL = "id: a\ntitle: A\nexercises:\n  - {slug: slope, title: Slope, points: 1}\n"


def write(folder: Path, text: str | bytes) -> Path:
    data = text.encode() if isinstance(text, str) else text
    (folder / "course.yaml").write_bytes(data)
    return folder


def failure(folder: Path, text: str | bytes) -> CourseError:
    with pytest.raises(CourseError) as caught:
        load_course(write(folder, text))
    assert "\n" not in str(caught.value)
    return caught.value


def test_an_exercise_takes_what_it_leaves_out_from_defaults(tmp_path):
    course = load_course(write(tmp_path, FULL))
    slope = course.exercise("slope")
    assert (slope.points, slope.attempts, slope.device) == (6.0, 5, "auto")
    assert slope.due == datetime(2026, 3, 14, 23, 59, tzinfo=UTC)
    assert (slope.late.grace, slope.late.penalty, slope.late.max_days) == (timedelta(minutes=90), 0.1, 3)
    assert (slope.limits.test_s, slope.limits.submission_s, slope.limits.memory) == (5, 120, 2 << 30)


def test_an_exercise_overrides_defaults_with_its_own_values_and_with_null(tmp_path):
    own = load_course(write(tmp_path, FULL)).exercise("manual_update")
    assert (own.points, own.attempts, own.counts, own.device, own.cpu_allowed) == (7.5, None, "latest", "cuda", True)
    assert (own.late.grace, own.late.penalty, own.late.max_days) == (timedelta(minutes=15), 0.25, None)
    assert (own.week, load_course(tmp_path).exercise("slope").week) == (3, None)
    assert own.cooldown == timedelta(minutes=10)
    assert own.due is not None
    assert own.due == datetime(2026, 3, 14, 23, 59, 59, tzinfo=UTC)


def test_hints_are_merged_key_by_key_and_usually_go_to_the_last(tmp_path):
    course = load_course(write(tmp_path, FULL))
    assert course.exercise("slope").hints == HintPolicy(cap=2, after=1)
    assert course.exercise("manual_update").hints == HintPolicy(cap=2, after=None)
    assert load_course(write(tmp_path, MINIMAL)).exercises[0].hints == HintPolicy(cap=3, after=1)


def test_the_smallest_course_has_no_dates_no_limit_of_attempts_and_full_isolation(tmp_path):
    course = load_course(write(tmp_path, MINIMAL))
    (exercise,) = course.exercises
    assert (course.isolation, course.languages, str(course.timezone)) == ("full", ("en",), "UTC")
    assert (exercise.release, exercise.due, exercise.attempts, exercise.counts) == (None, None, None, "best")
    assert exercise.titles == {"en": "Slope"}


def test_one_title_is_in_the_courses_first_language(tmp_path):
    course = load_course(write(tmp_path, MINIMAL.replace("title: A", "title: A\nlanguages: [pt, en]")))
    assert course.exercises[0].titles == {"pt": "Slope"}


def test_a_bom_and_windows_line_ends_change_nothing(tmp_path):
    plain = load_course(write(tmp_path, FULL))
    assert load_course(write(tmp_path, b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())) == plain


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("points: 7.5", "points: six", "course.yaml:23: exercises[1].points: expected a number above 0, got 'six'"),
        ("points: 7.5", "points: 0", "course.yaml:23: exercises[1].points: expected a number above 0, got 0"),
        ("points: 7.5", "points: true", "course.yaml:23: exercises[1].points: expected a number above 0, got true"),
        ("points: 7.5", "points: .inf", "course.yaml:23: exercises[1].points: expected a number above 0, got '.inf'"),
        ("points: 7.5", "pionts: 7.5", "course.yaml:23: exercises[1].pionts: unknown key; did you mean 'points'?"),
        ("week: 3", "week: 0", "course.yaml:32: exercises[1].week: expected a whole number from 1, got 0"),
        ("week: 3", "week: third", "course.yaml:32: exercises[1].week: expected a whole number from 1, got 'third'"),
        ("cooldown:", "xyzzy:", "course.yaml:27: exercises[1].xyzzy: unknown key; expected one of attempts, cooldown,"),
        ("slug: slope", "slug: Slope", "course.yaml:15: exercises[0].slug: expected small letters"),
        ("slug: slope", "slug: torch", "course.yaml:15: exercises[0].slug: 'torch' can't name an exercise: students"),
        ("slug: slope", "slug: random", "course.yaml:15: exercises[0].slug: 'random' can't name an exercise: students"),
        ("slug: slope", "slug: class", "'class' can't name an exercise: it is a Python keyword"),
        ("slug: slope", "slug: sklearn", "'sklearn' can't name an exercise"),
        ("slug: slope", "slug: con", "'con' can't name an exercise: Windows"),
        ("slug: slope", "slug: test_slope", "'test_slope' can't name an exercise: the grader uses"),
        ("slug: slope", "slug: manual_update", "course.yaml:21: exercises[1].slug: 'manual_update' is used twice, first in line 15"),
        ("Europe/Lisbon", "Europe/Lisbom", "course.yaml:3: timezone: expected an IANA time zone such as Europe/Lisbon, got 'Europe/Lisbom'. Did you mean 'Europe/Lisbon'?"),
        ("Europe/Lisbon", "../../etc/passwd", "course.yaml:3: timezone: expected an IANA time zone"),
        ("2026-03-14 23:59", "14/03/2026", "course.yaml:18: exercises[0].due: expected a time such as 2026-03-14 23:59"),
        ("2026-03-14 23:59", "2026-02-30", "course.yaml:18: exercises[0].due: there is no such date or time: '2026-02-30'"),
        ("2026-03-14 23:59", "2026-03-29 01:30", "course.yaml:18: exercises[0].due: clocks in Europe/Lisbon skip '2026-03-29 01:30'"),
        ("2026-03-14 23:59", "2026-02-14 23:59", "course.yaml:18: exercises[0].due: expected a time after the release (2026-03-01 00:00)"),
        ("grace: 1h 30 min", "grace: a while", "course.yaml:19: exercises[0].late.grace: expected a duration such as 15m"),
        ("grace: 15m", "grace: 15", "course.yaml:11: defaults.late.grace: expected a duration such as 15m, 2h or 1d, or 0, got 15"),
        ("10%", "110%", "course.yaml:11: defaults.late.penalty_per_day: expected a share from 0% to 100%"),
        ("10%", "10", "course.yaml:11: defaults.late.penalty_per_day: expected a share from 0% to 100%, such as 10%, got 10"),
        ("cap: 2", "cap: 4", "course.yaml:12: defaults.hints.cap: expected a level from 0 to 3, got 4"),
        ("cap: 2", "level: 2", "course.yaml:12: defaults.hints.level: unknown key; expected one of after, cap"),
        ("after: null", "after: 0", "course.yaml:29: exercises[1].hints.after: expected a whole number from 1 to 100, or null"),
        ("test: 5s", "test: 0s", "course.yaml:13: defaults.limits.test: expected more than 0 s and at most a day, got '0s'"),
        ("test: 5s", "test: 5 min", "course.yaml:20: exercises[0].limits.submission: expected at least the limit of one test (300 s)"),
        ("2 GiB", "2 MiB", "course.yaml:13: defaults.limits.memory: expected from 262144 KiB"),
        ("languages: [en, pt]", "languages: [en]", "course.yaml:2: title.pt: expected one of the course's languages (en), got 'pt'"),
        ("device: auto", "device: gpu", "course.yaml:6: device: expected cpu, cuda or auto, got 'gpu'"),
        ("server: https:", "server: ftp:", "course.yaml:7: server: expected a web address"),
        ("id: gradients", "id: gradients\nid: again", "course.yaml:2: id: given twice, first in line 1"),
        ("  points: 6\n", "", "course.yaml:14: exercises[0]: expected the key 'points', here or in defaults"),
        ("title: Slope", "title: 5", "course.yaml:16: exercises[0].title: expected text, or a text for each language"),
        ("    title: Slope\n", "", "course.yaml:15: exercises[0]: expected the key 'title', which is missing"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named_by_line_key_and_what_is_expected(tmp_path, old, new, told):
    assert old in FULL
    assert told in str(failure(tmp_path, FULL.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "course.yaml:1: expected a mapping with id, title and exercises, got nothing"),
        ("- a\n", "course.yaml:1: expected a mapping with id, title and exercises, got a list"),
        ("id: a\ntitle: A\nexercises: []\n", "course.yaml:3: exercises: expected a list of 1 to 500 exercises"),
        ("id: a\n\tb: c\n", "course.yaml:2: not valid YAML"),
        ("id: a: b\n", "course.yaml:1: not valid YAML: mapping values are not allowed here"),
        ("id: 'a\n", "not valid YAML"),
        ("a: 1\n---\nb: 2\n", "not valid YAML"),
        ("? [1, 2]\n: 3\n", "a key must be text"),
        (b"id: caf\xe9\n", "course.yaml:1: not UTF-8: byte 0xe9. Save it as UTF-8."),
        ("id: a\x00b\n", "not valid YAML"),
        ("id: &x a\ntitle: *x\n", "course.yaml:2: aliases (*name) are not supported. Use `defaults:`"),
        ("id: !!python/object/apply:os.system [ls]\n", "course.yaml:1: tags (!name) are not supported"),
        ("id: " + "[" * 5000, "nested more than 16 levels deep"),
        ("[" + "1, " * 30_000 + "1]", "more than 20000 values"),
        ("#" * (MAX_BYTES + 1), "larger than 256 KiB"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "aliases (*name) are not supported"),
    ],
)
def test_what_is_no_course_at_all_is_refused_in_one_line(tmp_path, text, told):
    assert told in str(failure(tmp_path, text))


def test_other_problems_are_counted(tmp_path):
    text = FULL.replace("7.5", "six").replace("counts: latest", "counts: newest")
    assert str(failure(tmp_path, text)).endswith("got 'six' (1 more after this.)")


def test_a_missing_file_and_a_folder_in_its_place_are_course_errors(tmp_path):
    with pytest.raises(CourseError, match=r"There is no course\.yaml"):
        load_course(tmp_path)
    (tmp_path / "course.yaml").mkdir()
    with pytest.raises(CourseError, match="can't be read"):
        load_course(tmp_path)


def test_the_schema_is_a_schema_and_says_for_each_part_what_is_expected():
    Draft202012Validator.check_schema(course_schema())
    for name, part in course_schema()["$defs"].items():
        assert "x-expected" in part or name in {"moment", "line"} or "enum" in part, name


def test_the_shipped_course_loads():
    course = load_course(Path(__file__).parents[2])
    assert all(exercise.due is None and exercise.attempts is None for exercise in course.exercises)
    assert {"en", "pt"} <= set(course.languages)


def answer(text: str) -> str:
    try:
        check_shape(parse_document(text, "course.yaml"))
    except CourseError as error:
        return str(error)
    return ""


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab:- []{}&*!|>'\"#%\n\t,?0.\x00é"), max_size=60))
def test_any_text_is_a_document_or_a_course_error(text):
    told = answer(text)
    assert "\n" not in told


@settings(max_examples=150, deadline=None)
@given(
    line=st.integers(0, FULL.count("\n") - 1),
    word=st.sampled_from(["", "- x", "{", "  y: 1", "null", "[]", "9" * 5000]),
)
def test_a_course_with_one_line_replaced_loads_or_is_a_course_error(line, word):
    lines = FULL.splitlines()
    lines[line] = word
    told = answer("\n".join(lines))
    assert "\n" not in told


def test_dates_may_be_written_bare_quoted_or_with_an_offset(tmp_path):
    seen = set()
    for due in (
        "2026-03-14 23:59",
        "'2026-03-14 23:59'",
        "2026-03-14T23:59:00",
        "2026-03-15 01:59 +02:00",
        "2026-03-14T23:59:00Z",
    ):
        text = textwrap.dedent(MINIMAL).replace("points: 1}", f"points: 1, due: {due}}}")
        seen.add(load_course(write(tmp_path, text)).exercises[0].due)
    assert seen == {datetime(2026, 3, 14, 23, 59, tzinfo=UTC)}


def test_a_course_and_a_report_are_checked_without_a_grammar_of_addresses(tmp_path):
    """Where nbgrader is, `import jsonschema` would compile one: a second for every command."""
    (tmp_path / "course.yaml").write_text(FULL)
    script = (
        "import sys; from pathlib import Path; from grader.course import load_course; from grader.report.encode import _flaw;"
        "load_course(Path(sys.argv[1])); _flaw({}); sys.exit('rfc3987_syntax' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True)
