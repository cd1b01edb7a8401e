from __future__ import annotations

import multiprocessing
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.errors import PolicyError, UsageError
from grader.store import Admission, Draft, Store
from tests.store.conftest import START, admit, on_sqlite, outcome


def test_a_submission_is_stored_with_its_bytes_and_its_own_name(store, draft):
    row = store.receive(draft(), admit).row
    assert (row.id, row.state, row.attempt, row.seed, row.submitted_at) == (1, "received", 1, 7, START)
    assert store.package(row.id) == ("slope (1).py", b"x = 1\n")
    assert store.report(row.id) is None


def test_the_same_key_twice_is_one_submission(store, draft):
    first, second = store.receive(draft(), admit), store.receive(draft(after_min=9), admit)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.row == first.row


def test_the_same_key_for_another_file_is_refused(store, draft):
    store.receive(draft(), admit)
    with pytest.raises(UsageError, match="another file"):
        store.receive(draft(sha256="bb"), admit)


def test_a_refused_submission_leaves_nothing(store, draft):
    def refuse(_standing):
        raise PolicyError("Closed.")

    with pytest.raises(PolicyError):
        store.receive(draft(), refuse)
    assert store.rows("gradients") == ()


def test_standing_counts_what_burns_an_attempt_and_nothing_else(store, draft):
    seen = []

    def look(standing):
        seen.append((standing.used, standing.next_attempt, standing.last_at))
        return Admission(seed=1)

    for number, state in enumerate(["graded", "rejected", "grader_error", "graded"]):
        received = store.receive(draft(f"k{number}", after_min=number), look, claim=True)
        store.finish(received.lease, outcome(state, 1.0 if state == "graded" else None))
    store.receive(draft("other", student="bob"), look)
    store.receive(draft("waiting", after_min=9), look)
    assert [(used, attempt) for used, attempt, _ in seen] == [(0, 1), (1, 2), (1, 2), (1, 2), (0, 1), (2, 3)]
    assert seen[1][2] == START
    assert (seen[5][2] - START).total_seconds() == 180


def test_many_threads_with_one_key_make_one_submission(store, draft):
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: store.receive(draft(), admit), range(24)))
    assert sum(result.is_new for result in results) == 1
    assert len(store.rows("gradients")) == 1


def _hand_in(path, number):
    with Store.open(path) as store:
        draft = Draft("gradients", "slope", "ann", "slope.py", b"", "aa", START, f"{number}")
        return store.receive(draft, admit).row.attempt


def test_processes_that_open_a_new_store_at_once_all_get_in_with_attempts_of_their_own(bare):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        attempts = pool.starmap(_hand_in, [(bare, number) for number in range(8)])
    assert sorted(attempts) == list(range(1, 9))


@on_sqlite
def test_the_database_is_readable_by_its_owner_only(store, draft, tmp_path):
    store.receive(draft(), admit)
    for file in (tmp_path / "state").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_an_unwritable_place_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="GRADER_STATE"):
        Store.open(tmp_path / "file" / "grader.db")
