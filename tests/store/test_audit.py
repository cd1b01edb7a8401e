from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from grader.store.audit import LOCAL, Entry, write_entry
from tests.store.conftest import START


@pytest.fixture
def log(store):
    def write(action: str = "override", *, student: str | None = "ann", course: str = "gradients", **detail) -> None:
        with store._engine.begin() as c:
            write_entry(c, Entry(START, course, action, LOCAL, student=student, detail=detail))

    return write


@pytest.mark.parametrize("verb", ["UPDATE audit SET actor = 'another'", "DELETE FROM audit"])
def test_a_line_of_the_log_stays_as_it_was_written(store, log, verb):
    log()
    with pytest.raises(DBAPIError, match="only grows"), store._engine.begin() as c:
        c.execute(text(verb))
    assert len(store.audit.entries("gradients")) == 1


def test_the_log_names_nobody(store, log):
    log(score=4.5)
    with store._engine.connect() as c:
        (row,) = c.execute(text("SELECT * FROM audit")).all()
    assert "ann" not in str(row)
    assert store.audit.entries("gradients")[0].subject_name == "ann"


def test_a_person_has_one_pseudonym(store, log):
    log()
    log("extend")
    log(student="bob")
    subjects = [entry.subject for entry in store.audit.entries("gradients")]
    assert subjects[0] == subjects[1] != subjects[2]


def test_the_log_is_read_a_page_at_a_time_and_by_course(store, log):
    for number in range(3):
        log(number=number)
    log(course="another")
    first = store.audit.entries("gradients", limit=2)
    assert [entry.detail for entry in first] == [{"number": 0}, {"number": 1}]
    assert [entry.detail for entry in store.audit.entries("gradients", after=first[-1].id)] == [{"number": 2}]


def test_the_newest_are_read_first_and_only_what_is_wanted(store, log):
    for number, student in enumerate(("ann", "Bo_b", "ann")):
        log("override" if number else "extend", student=student, number=number)
    log(course="another")
    rows, found = store.audit.page("gradients", limit=2)
    assert ([row.detail["number"] for row in rows], found) == ([2, 1], 3)
    rows, found = store.audit.page("gradients", skip=2)
    assert ([row.detail["number"] for row in rows], found) == ([0], 3)

    def numbers(**wanted):
        return [row.detail["number"] for row in store.audit.page("gradients", **wanted)[0]]

    assert numbers(action="extend") == [0]
    assert numbers(who="AN") == [2, 0]
    assert numbers(who="o_b") == [1]
    assert numbers(who="n_") == []
    assert numbers(who=rows[0].subject) == [2, 0]
    assert numbers(who="loc") == [2, 1, 0]
    assert store.audit.actions("gradients") == ("extend", "override")
