"""Every attack of the corpus is stopped, whoever runs the grader. See claims.py for what an attack declares."""

from __future__ import annotations

import csv
import functools
import io

import pytest

from tests.attacks.arena import USERS, Arena, fight, reference_of
from tests.attacks.claims import Attack, broken_claims, read_attacks
from tests.attacks.leaks import active_content, hidden_pairs, leaked_pairs, open_fields, steering, told_figures

ATTACKS = read_attacks()
SMUGGLER = "smuggle_by_stdout"
"""A right answer that prints every input: its staff report tells what the hidden inputs of `slope` are."""


@functools.cache
def arena_of(user: str) -> Arena:
    return fight(user)


@pytest.fixture(params=USERS)
def arena(request: pytest.FixtureRequest) -> Arena:
    return arena_of(request.param)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_is_stopped(arena: Arena, attack: Attack):
    views = arena.views[attack.name]
    assert views.staff["status"] == "graded", views.staff["summary"]
    assert views.student["score"] == views.staff["score"]
    assert broken_claims(attack, views) == []


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_leaks_nothing(arena: Arena, attack: Attack):
    views = arena.views[attack.name]
    everywhere = views.student_json + views.page + views.terminal + str(views.staff)
    assert [canary for canary in arena.canaries if canary in everywhere] == []
    assert open_fields(views.student, arena.sources[attack.name]) == []
    assert told_figures(views.student) == []
    assert steering(views.terminal) == []
    assert active_content(views.page) == []
    if attack.exercise == "slope":
        hidden = hidden_pairs(arena.views[SMUGGLER].staff)
        assert len(hidden) > 10
        assert leaked_pairs(views.student, hidden) == []


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_does_not_print_the_reference(arena: Arena, attack: Attack):
    own = attack.path.read_text(encoding="utf-8")
    path = reference_of(attack.exercise)
    inside, secret = False, []
    for line in path.read_text(encoding="utf-8").splitlines():
        inside = (inside or "BEGIN SOLUTION" in line) and "END SOLUTION" not in line
        if inside and len(line.strip()) > 24 and line.strip() not in own and "SOLUTION" not in line:
            secret.append(line.strip())
    views = arena.views[attack.name]
    assert [line for line in secret if line in views.student_json + views.page + views.terminal] == []


def test_right_submissions_still_get_full_marks(arena: Arena):
    assert {name: marks for name, marks in arena.after.items() if marks[0] != marks[1]} == {}


def test_isolation_is_full(arena: Arena):
    assert arena.isolation == {"full"}


def test_no_process_is_left(arena: Arena):
    assert arena.processes == ()


def test_no_file_is_left(arena: Arena):
    assert arena.files == ()


def test_grade_book_runs_no_formula(arena: Arena):
    rows = list(csv.reader(io.StringIO(arena.gradebook)))
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")] == []


def test_batch_ends_well(arena: Arena):
    assert arena.exit_code == 0, arena.output[-2000:]
    assert "Traceback" not in arena.output


def test_every_attack_says_what_it_tries():
    assert len(ATTACKS) >= 45
    assert [attack.name for attack in ATTACKS if not (attack.summary and attack.tries and attack.holds)] == []
