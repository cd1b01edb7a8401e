from __future__ import annotations

import pytest

from grader.errors import PolicyError, UsageError
from grader.host import ClosedError, CoolingDownError, NoAttemptsLeftError, NotYetOpenError
from tests.host.fake_engine import ALL, HALF


def test_a_submission_is_stored_before_it_is_graded(host, hand_in, engine):
    accepted = hand_in(ALL)
    assert accepted.row.state == "grading"
    assert host.store.package(accepted.row.id)[0] == "slope.py"
    assert engine.judged == []


def test_before_the_release_nothing_is_taken(host, hand_in, clock):
    clock.set("2026-03-01 08:59:59")
    with pytest.raises(NotYetOpenError) as refused:
        hand_in()
    assert str(refused.value) == "slope opens Sun 1 Mar, 09:00 Lisbon."
    assert refused.value.say("pt") == "slope abre dom 1 mar, 09:00 Lisbon."
    assert host.history() == ()


def test_after_the_last_late_day_nothing_is_taken(host, hand_in, clock):
    host.grade(hand_in(HALF))
    clock.set("2026-03-18 01:00")
    with pytest.raises(ClosedError) as refused:
        hand_in(ALL)
    assert str(refused.value) == (
        "slope closed Wed 18 Mar, 00:59 Lisbon. Your best, 3, counts. "
        "`grade check` still works; ask your instructor for an extension."
    )


def test_five_attempts_and_no_more(host, hand_in, clock):
    for minute in range(0, 50, 10):
        clock.set(f"2026-03-10 12:{minute:02}")
        host.grade(hand_in(HALF))
    clock.set("2026-03-10 14:00")
    with pytest.raises(NoAttemptsLeftError) as refused:
        hand_in(ALL)
    assert str(refused.value) == (
        "No attempts left (5 of 5). Your best, 3, counts. "
        "`grade check` still works; ask your instructor for an extension."
    )
    assert refused.value.say("pt") == (
        "Não restam tentativas (5 de 5). Conta a sua melhor nota, 3. "
        "`grade check` ainda funciona; peça uma prorrogação aos docentes."
    )


def test_the_cooldown_is_told_in_minutes(hand_in, clock):
    hand_in(HALF)
    clock.set("2026-03-10 12:01:30")
    with pytest.raises(CoolingDownError) as refused:
        hand_in(ALL)
    assert str(refused.value) == "Wait 4 min before your next attempt at slope. `grade check` works at once."
    assert refused.value.say("pt") == "Espere 4 min antes da próxima tentativa em slope. `grade check` funciona já."


def test_a_rejected_file_burns_no_attempt_and_no_cooldown(host, hand_in):
    for _ in range(7):
        assert host.grade(hand_in(data=b"def (\n")).status == "rejected"
    report = host.grade(hand_in(ALL))
    assert (report.attempt, report.score) == (1, 6.0)


def test_a_refusal_is_the_users_to_mend(hand_in, clock):
    clock.set("2026-01-01 00:00")
    with pytest.raises(PolicyError) as refused:
        hand_in()
    assert refused.value.exit_code == 2


def test_staff_hand_in_without_dates_and_limits(host, hand_in, clock):
    clock.set("2026-05-01 00:00")
    for _ in range(7):
        accepted = hand_in(ALL, rules=False)
    assert (accepted.row.attempt, accepted.row.late_days) == (7, 0)


def test_the_seed_hangs_on_exercise_student_and_attempt_only(host, hand_in, clock):
    first = hand_in(ALL).row.seed
    clock.set("2026-03-10 13:00")
    second = hand_in(HALF).row.seed
    other = hand_in(ALL, student="bob").row.seed
    bend = hand_in(ALL, slug="bend").row.seed
    assert len({first, second, other, bend}) == 4
    assert all(0 <= seed < 2**63 for seed in (first, second, other, bend))
    from grader.host.secret import seed_for

    assert first == seed_for(b"s" * 32, "slope", "ann", 1)
    assert first != seed_for(b"t" * 32, "slope", "ann", 1)


def test_a_seed_given_by_hand_is_used(host, hand_in, engine):
    assert host.grade(hand_in(ALL, seed=7)).seed == 7
    assert engine.judged[0][1] == 7


def test_the_same_key_is_the_same_submission(host, hand_in, engine):
    first = hand_in(HALF, key="k")
    host.grade(first)
    again = hand_in(HALF, key="k")
    assert (again.is_new, again.row.id, again.lease) == (False, first.row.id, None)
    assert host.grade(again).score == 3.0
    assert len(engine.judged) == 1


@pytest.mark.parametrize(
    "student",
    ["", " ", "=cmd()", "+1", "-a", "@a", "a/b", "..", "a\nb", "\x1b[31m", "reports", "x" * 101, "a\\b", ".x"],
)
def test_an_id_that_could_do_harm_is_refused_in_one_line(host, hand_in, student):
    with pytest.raises(UsageError) as refused:
        hand_in(student=student)
    assert "\n" not in str(refused.value)
    assert str(refused.value).isprintable()
    assert host.history() == ()


@pytest.mark.parametrize("student", ["ann", "Zoë Müller", "ann@example.edu", "1234567", "李雷"])
def test_ordinary_ids_are_taken(hand_in, student):
    assert hand_in(student=student).row.student == student


def test_an_unknown_slug_is_refused(hand_in):
    with pytest.raises(UsageError, match="slop"):
        hand_in(slug="slop")
