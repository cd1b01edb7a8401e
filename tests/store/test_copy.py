"""Courses go from one database to another whole, or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from dataclasses import replace

import pytest
from sqlalchemy import text, update

from grader.errors import InternalError, UsageError
from grader.store import Store
from grader.store.account_models import UserRecord
from grader.store.accounts import Joining, UserDraft
from grader.store.audit import LOCAL, Entry
from grader.store.copy import _Carrier
from grader.store.delivery_rows import Parcel
from grader.store.lti_rows import Link, Platform
from grader.store.schema import METADATA
from tests.fresh_store import fresh_store
from tests.postgres import fresh_database
from tests.store.conftest import START, admit, outcome
from tests.store.filler import NEVER, dump, fill


@pytest.fixture
def other(tmp_path):
    """Another store, in a file."""
    with fresh_store(tmp_path / "other" / "grader.db") as opened:
        yield opened


@pytest.fixture
def across():
    """Another store, on Postgres."""
    with fresh_database() as address, Store.open(address) as opened:
        yield opened


def test_there_and_back_every_row_of_every_table_is_the_same(store, across, other):
    fill(store.engine)
    counts = store.copy_to(across)
    across.copy_to(other)
    before, there, back = (dump(one.engine) for one in (store, across, other))
    assert there == before | NEVER
    assert back == before | NEVER
    assert counts == dict.fromkeys(METADATA.tables.keys() - NEVER, 3)


def test_numbers_go_on_where_they_were_also_of_what_was_erased(store, across, other, draft):
    ids = [store.receive(draft(f"k{number}"), admit).row.id for number in range(3)]
    with store.engine.begin() as c:
        c.execute(text(f"DELETE FROM submissions WHERE id = {ids[-1]}"))
    store.copy_to(across)
    across.copy_to(other)
    for copy in (across, other):
        assert copy.receive(draft("new"), admit).row.id == ids[-1] + 1


def test_what_is_being_graded_waits_in_the_copy(store, across, draft):
    lease = store.receive(draft(), admit, claim=True).lease
    store.copy_to(across)
    assert across.row(lease.id).state == "received"
    again = across.claim(lease.id)
    assert (again.token, again.tries) == (2, 1)
    assert not across.finish(lease, outcome())
    assert across.finish(again, outcome())


def test_a_store_that_is_not_empty_takes_no_whole_one(store, across, draft):
    across.receive(draft(), admit)
    store.receive(draft("k2", student="bob"), admit)
    with pytest.raises(UsageError, match="not empty"):
        store.copy_to(across)
    assert [row.student for row in across.rows("gradients")] == ["ann"]


def test_text_that_one_database_refuses_comes_along_without_it(tmp_path, across, other, draft):
    number = other.receive(draft(), admit).row.id
    with other.engine.begin() as c:
        c.execute(text("UPDATE submissions SET name = 'a' || char(0) || 'b'"))
    other.copy_to(across)
    assert across.package(number)[0] == "a\ufffdb"


# Some courses, to a store that has others


def person(name):
    return UserDraft(public_id=f"public-{name}", created_at=START, name=name, login=name, password_hash="hash")


def populate(store, draft, course="gradients", who="ann"):
    """A course with a student, work, a grant, a question, an LMS."""
    user = store.accounts.user(login=who) or store.accounts.add(person(who))
    store.accounts.join(user.id, Joining(course, "student", who, START))
    received = store.receive(replace(draft(f"{course}-{who}", student=who), course=course), admit, claim=True)
    store.finish(received.lease, outcome())
    entry = Entry(START, course, "extend", LOCAL, student=who)
    store.classbook.extend(entry, "slope", START, "ill")
    store.questions.open_dispute(received.row.id, "test_one", "why?", START)
    lms = Platform("https://lms.example", "id", ("1",), "https://a", "https://t", "https://j")
    lms = store.lti.keep_platform(lms, START)
    link = store.lti.keep_link(Link(lms.id, "1", course, "r", course, "slope"))
    target = {"link": link.id, "platform": lms.id, "sub": who}
    parcel = Parcel("ags", course, target, {"score": 1}, student=who, submission=received.row.id)
    store.deliveries.put(START, lambda _: parcel, parcel)
    return received.row


def shift(store, by):
    """Numbers of `store` differ from any other's."""
    for name in ("submissions", "users", "courses", "students", "versions", "lti_platforms", "lti_links"):
        with store.engine.begin() as c:
            if c.dialect.name == "sqlite":
                c.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:n, :by)"), {"n": name, "by": by})
            else:
                c.execute(text("SELECT setval(pg_get_serial_sequence(:n, 'id'), :by)"), {"n": name, "by": by})


@pytest.fixture
def filled(store, draft):
    """A store with two courses."""
    populate(store, draft)
    populate(store, draft, "trees", "bob")
    return store


def test_a_course_comes_with_all_that_is_its_own_and_nothing_else(filled, across, draft):
    shift(across, 100)
    populate(across, draft, "there", "eve")
    filled.copy_to(across, ["gradients"])
    (row,) = across.rows("gradients")
    assert row == filled.rows("gradients")[0]
    assert across.report(row.id) == filled.report(row.id)
    assert across.package(row.id) == filled.package(row.id)
    assert across.classbook.extension("gradients", "ann", "slope") == START
    assert [one.question for one in across.questions.disputes("gradients")] == ["why?"]
    assert [(one.action, one.subject_name) for one in across.audit.entries("gradients")] == [("extend", "ann")]
    (link,) = across.lti.links("gradients")
    (waiting,) = across.deliveries.unsent("gradients")
    assert waiting.parcel.target == {"link": link.id, "platform": link.platform, "sub": "ann"}
    assert across.lti.platform(link.platform).issuer == "https://lms.example"
    assert across.accounts.user(login="ann").memberships[0].student == "ann"
    assert across.accounts.user(login="bob") is None
    assert across.rows("trees") == ()
    assert len(across.rows("there")) == 1


def test_a_second_course_meets_the_same_people_under_their_names(filled, across, draft):
    populate(filled, draft, "trees", "ann")
    filled.copy_to(across, ["gradients"])
    filled.copy_to(across, ["trees"])
    ann = across.accounts.user(login="ann")
    assert [part.course for part in ann.memberships] == ["gradients", "trees"]
    for course in ("gradients", "trees"):
        assert {one.subject_name for one in across.audit.entries(course)} == {
            one.subject_name for one in filled.audit.entries(course)
        }
    assert len(across.lti.platforms()) == 1


def test_the_log_names_people_as_the_target_does(filled, across, draft):
    shift(across, 100)
    across.accounts.add(person("ann"))
    across.accounts.join(1 + 100, Joining("there", "student", "ann", START))
    across.classbook.extend(Entry(START, "there", "extend", LOCAL, student="ann"), "slope", START, "ill")
    filled.copy_to(across, ["gradients"])
    assert len({one.subject for one in across.audit.entries("gradients") + across.audit.entries("there")}) == 1
    assert across.audit.entries("gradients")[0].subject_name == "ann"


def test_nobody_becomes_administrator_by_a_copy_and_nobody_is_signed_in(filled, across):
    with filled.engine.begin() as c:
        c.execute(update(UserRecord).values(administrator=True))
    ann = filled.accounts.user(login="ann")
    filled.credentials.open_session("digest", ann.id, now=START, until=START.replace(year=2030), course=None)
    filled.credentials.add_token("token", ann.id, "laptop", now=START, until=None)
    filled.copy_to(across, ["gradients"])
    assert not across.accounts.user(login="ann").administrator
    assert across.accounts.user(login="ann").password_hash == "hash"
    assert across.credentials.session("digest", START) is None
    assert across.credentials.token("token", START) is None


def in_the_way_course(target, draft):
    target.receive(replace(draft(student="zoe"), course="gradients"), admit)


def in_the_way_number(target, draft):
    target.receive(replace(draft(student="zoe"), course="there"), admit)


def in_the_way_student(target, draft):
    target.accounts.add(person("eve"))
    target.accounts.join(1, Joining("there", "student", "ann", START))


def in_the_way_work(target, draft):
    shift(target, 100)
    target.receive(replace(draft(student="ann"), course="there"), admit)


def in_the_way_login(target, draft):
    target.accounts.add(replace(person("ann"), public_id="another"))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (in_the_way_course, "has the course gradients already"),
        (in_the_way_number, "has a submission #1 of its own"),
        (in_the_way_student, "The student id 'ann' is another person's"),
        (in_the_way_work, "The student id 'ann' is another person's"),
        (in_the_way_login, "'ann' is another person in the target"),
    ],
)
def test_what_would_be_mixed_up_is_refused_whole(filled, across, draft, make, words):
    make(across, draft)
    before = dump(across.engine)
    with pytest.raises(UsageError, match=words):
        filled.copy_to(across, ["gradients"])
    assert dump(across.engine) == before


def test_a_course_that_is_not_there_is_refused_with_those_that_are(filled, across):
    with pytest.raises(UsageError, match=r"no course 'nothing'.*gradients, trees"):
        filled.copy_to(across, ["gradients", "nothing"])


@pytest.mark.parametrize("courses", [None, ["gradients"]])
def test_a_copy_that_does_not_read_as_what_was_sent_is_not_kept(filled, across, courses, monkeypatch):
    honest = _Carrier.check

    def check(self):
        self._new.execute(text("UPDATE reports SET score = 6.5"))
        honest(self)

    monkeypatch.setattr(_Carrier, "check", check)
    before = dump(across.engine)
    with pytest.raises(InternalError, match="not what was sent"):
        filled.copy_to(across, courses)
    assert dump(across.engine) == before


def test_killed_in_the_middle_it_leaves_the_target_untouched(filled, across):
    script = f"""
        import os, signal
        from grader.store import Store
        def stop():
            print("in the middle", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        with Store.open({str(_where(filled))!r}) as source, Store.open({_where(across)!r}) as target:
            source.copy_to(target, on_submission=stop)
    """
    before = dump(across.engine)
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (-signal.SIGKILL, b"in the middle\n")
    assert dump(across.engine) == before
    filled.copy_to(across)  # and is in nobody's way
    assert len(across.rows("gradients")) == 1


def _where(store):
    url = store.engine.url
    return url.database if url.drivername == "sqlite" else url.set(drivername="postgresql").render_as_string(False)
