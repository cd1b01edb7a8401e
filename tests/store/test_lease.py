from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

from sqlalchemy import text

from grader.store.owner import is_gone, this_process
from tests.store.conftest import admit, outcome


def test_one_submission_is_claimed_by_one_grader(store, draft):
    row = store.receive(draft(), admit).row
    lease = store.claim(row.id)
    assert (lease.token, lease.tries) == (1, 1)
    assert store.claim(row.id) is None
    assert store.waiting("gradients") == ()


def test_what_is_claimed_on_arrival_is_nobody_elses(store, draft):
    received = store.receive(draft(), admit, claim=True)
    assert store.claim(received.row.id) is None
    assert received.row.state == "grading"


def test_the_oldest_waits_least(store, draft):
    ids = [store.receive(draft(f"k{n}"), admit).row.id for n in range(3)]
    assert list(store.waiting("gradients")) == ids
    assert store.waiting("another course") == ()


def test_a_report_is_accepted_once(store, draft):
    lease = store.receive(draft(), admit, claim=True).lease
    assert store.finish(lease, outcome())
    assert not store.finish(lease, outcome(document=b"{}", score=0.0))
    assert store.report(lease.id) == b'{"a": 1}'
    assert store.rows("gradients")[0].score == 4.5


def test_a_late_answer_with_an_old_token_is_dropped(store, draft):
    old = store.receive(draft(), admit, claim=True).lease
    store.release(old)
    new = store.claim(old.id)
    assert not store.finish(old, outcome(score=0.0))
    assert store.finish(new, outcome())
    assert store.rows("gradients")[0].score == 4.5


def test_a_lease_that_ran_out_is_taken_again(store, draft):
    lease = store.receive(draft(), admit, claim=True).lease
    assert store.waiting("gradients") == ()
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE submissions SET lease_until = 0"))
    again = store.claim(lease.id)
    assert (again.token, again.tries) == (2, 2)


def test_a_grader_killed_in_the_middle_leaves_a_submission_that_the_next_takes_at_once(store, draft, place):
    row = store.receive(draft(), admit).row
    script = f"""
        import os, signal
        from grader.store import Store
        store = Store.open({str(place)!r})
        assert store.claim({row.id}) is not None
        print("claimed", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (-signal.SIGKILL, b"claimed\n")
    assert store.row(row.id).state == "grading"
    assert store.waiting("gradients") == (row.id,)
    assert store.claim(row.id).tries == 2


def test_what_the_dead_held_waits_again(store, draft):
    lease = store.receive(draft(), admit, claim=True).lease
    with store._engine.begin() as connection:
        gone = this_process().rsplit("/", 1)[0] + "/1"  # our pid, started at another time
        connection.execute(text("UPDATE submissions SET owner = :gone"), {"gone": gone})
    assert store.waiting("gradients") == (lease.id,)


def test_giving_a_claim_back_costs_no_try(store, draft):
    lease = store.receive(draft(), admit, claim=True).lease
    store.release(lease)
    assert store.claim(lease.id).tries == 1


def test_a_reopened_submission_keeps_its_report_until_the_new_one(store, draft):
    lease = store.receive(draft(), admit, claim=True).lease
    store.finish(lease, outcome())
    store.reopen(lease.id)
    row = store.row(lease.id)
    assert (row.state, row.score) == ("received", 4.5)
    assert store.finish(store.claim(lease.id), outcome(score=6.0, document=b"new"))
    assert store.row(lease.id).score == 6.0
    assert store.report(lease.id) == b"new"
    assert len(store.rows("gradients")) == 1


def test_a_running_submission_is_not_reopened(store, draft):
    lease = store.receive(draft(), admit, claim=True).lease
    store.reopen(lease.id)
    assert store.row(lease.id).state == "grading"


def test_this_process_is_not_gone_and_a_zombie_is():
    assert not is_gone(this_process())
    assert not is_gone("")
    assert not is_gone("nonsense")
    boot, namespace, _pid, start = this_process().split("/")
    assert is_gone(f"another-boot/{namespace}/1/{start}")
    assert not is_gone(f"{boot}/another-namespace/1/{start}")
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
    assert is_gone(f"{boot}/{namespace}/{child}/{fields[19]}")
    os.waitpid(child, 0)
