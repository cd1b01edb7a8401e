"""What two do at once ends as if one had come after the other."""

from __future__ import annotations

import functools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from grader.errors import PolicyError
from grader.store import Admission, Store
from grader.store.audit import LOCAL, Entry
from grader.store.class_rows import DraftRow
from grader.store.locks import busy
from grader.store.reports import keep_report
from tests.store.conftest import START, admit, on_postgres, outcome
from tests.store.test_copy import person

MOST = 3


def at_once(*works):
    """Run these side by side, begun at one moment; what each gives or raises."""
    barrier = threading.Barrier(len(works))

    def run(work):
        barrier.wait(60)
        try:
            return work()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def limited(standing):
    time.sleep(0.02)  # long enough for others to come in between, if they could
    if standing.used >= MOST:
        raise PolicyError("No attempts left.")
    return Admission(seed=1)


def test_two_hand_ins_are_never_both_the_last_attempt(store, draft):
    made = at_once(*(lambda key=number: store.receive(draft(f"k{key}"), limited) for number in range(8)))
    assert sum(isinstance(one, PolicyError) for one in made) == 8 - MOST
    assert sorted(row.attempt for row in store.rows("gradients")) == [1, 2, 3]


def test_the_same_key_twice_at_once_is_one_submission(store, draft):
    made = at_once(*(lambda: store.receive(draft(), admit) for _ in range(8)))
    assert sorted(one.is_new for one in made) == [False] * 7 + [True]
    assert len({one.row.id for one in made}) == 1


def test_students_whom_nobody_knows_yet_come_in_at_once(store, draft):
    works = [lambda n=number: store.receive(draft(f"k{n}", student=f"s{n % 3}"), admit) for number in range(12)]
    assert not [one for one in at_once(*works) if isinstance(one, Exception)]
    assert {row.student for row in store.rows("gradients")} == {"s0", "s1", "s2"}


def test_one_submission_is_claimed_by_one_and_accepted_once(store, draft):
    for number in range(5):
        row = store.receive(draft(f"k{number}"), admit).row
        (lease,) = [made for made in at_once(*[functools.partial(store.claim, row.id)] * 4) if made]
        accepted = at_once(*[functools.partial(store.finish, lease, outcome())] * 4)
        assert sorted(accepted) == [False] * 3 + [True]


def erase(store, student="ann"):
    subject = store.personal.subject(None, student)
    if subject is not None:
        store.personal.erase(subject, Entry(START, None, "erase", LOCAL))


@pytest.mark.parametrize("round_", range(4))
def test_whoever_hands_in_while_they_are_erased_is_erased_or_new(store, draft, round_):
    store.receive(draft("before"), admit)

    def hand_in():
        return [store.receive(draft(f"k{number}", after_min=number), admit).row.id for number in range(6)]

    made = at_once(hand_in, lambda: (time.sleep(0.01 * round_), erase(store)))
    assert not [one for one in made if isinstance(one, Exception)], made
    left = [row.id for row in store.rows("gradients")]
    assert left == made[0][len(made[0]) - len(left) :]  # the last ones, those after the erasure


def test_a_result_for_whoever_is_erased_meanwhile_is_dropped_or_goes_too(store, draft):
    for number in range(6):
        lease = store.receive(draft(f"k{number}"), admit, claim=True).lease
        made = at_once(functools.partial(store.finish, lease, outcome()), lambda: erase(store))
        assert not [one for one in made if isinstance(one, Exception)], made
        assert (store.row(lease.id), store.report(lease.id)) == (None, None)


def test_what_expires_while_its_student_hands_in_again_leaves_the_new(store, draft):
    for number in range(4):
        old = store.receive(draft(f"old{number}"), admit).row
        entry = Entry(START, "gradients", "expire", LOCAL)
        made = at_once(
            functools.partial(store.personal.expire, "gradients", START.replace(hour=10), entry),
            functools.partial(store.receive, draft(f"new{number}", after_min=600), admit),
        )
        assert not [one for one in made if isinstance(one, Exception)], made
        assert store.row(old.id) is None
        assert store.row(made[1].row.id) is not None


def test_a_person_has_one_pseudonym_also_where_two_need_it_first(store):
    def extend(number):
        entry = Entry(START, "gradients", "extend", LOCAL, student="ann", detail={"n": number})
        store.classbook.extend(entry, "slope", START, "ill")

    assert at_once(*(lambda n=number: extend(n) for number in range(6))) == [None] * 6
    assert len({one.subject for one in store.audit.entries("gradients")}) == 1


def test_a_name_is_taken_by_one(store):
    made = at_once(
        *(lambda n=number: store.accounts.add(replace(person("ann"), public_id=f"p{n}")) for number in range(4))
    )
    assert sum(isinstance(one, Exception) for one in made) == 3
    assert len(store.accounts.users()) == 1


def test_a_draft_saved_in_two_windows_at_once_is_one_of_them(store):
    store.accounts.add(person("ann"))
    texts = [f"text {number}" for number in range(6)]
    save = store.questions.save_draft
    made = at_once(*(lambda t=one: save(1, "gradients", "slope", DraftRow(t, START)) for one in texts))
    assert made == [None] * 6
    assert store.questions.draft(1, "gradients", "slope").text in texts


def test_stores_that_are_opened_at_once_are_migrated_once(bare):
    def open_it():
        with Store.open(bare) as store:
            return store.rows("gradients")

    assert at_once(*(open_it for _ in range(4))) == [()] * 4


@on_postgres
def test_who_reads_on_from_the_last_report_passes_none_over(store, draft):
    """A number is given out before its report can be seen; one with a higher number may be seen first."""
    first, second, known = (store.receive(draft(f"k{n}"), admit, claim=True).lease for n in range(3))
    store.finish(known, outcome())  # so that nobody waits for the row of the versions
    slow = busy(store.engine).connect()
    slow.begin()
    keep_report(slow, first.id, first.token, outcome())
    store.finish(second, outcome())
    with ThreadPoolExecutor(1) as pool:
        seen = pool.submit(store.deliveries.changes, 0)
        with pytest.raises(TimeoutError):
            seen.result(0.5)
        slow.commit()
        slow.close()
        assert [change.submission for change in seen.result(30)] == [known.id, first.id, second.id]
