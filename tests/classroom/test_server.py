"""A class hands in to `grade serve` from another process, and the server is killed in the middle."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter

import pytest

from bench.cost import REPOSITORY
from bench.served import Served
from bench.wrap import COURSE, SLUG, STUDENTS, submission_of

SIZE = 60


@pytest.fixture
def served(tmp_path):
    with Served(COURSE, tmp_path / "served" / "data", SIZE) as server:
        yield server


def test_nothing_acknowledged_is_lost_and_nothing_counts_twice(served, tmp_path):
    sources = [submission_of(student).read_text("utf-8") for student in STUDENTS]
    plan = served.plan(tmp_path / "plan.json", SLUG, sources, over_s=8)
    command = [sys.executable, "-m", "bench.crowd", str(plan)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE) as crowd:
        while len(served.rows()) < SIZE // 3:
            time.sleep(0.05)
        before = {row.id for row in served.rows()}
        served.kill()
        served.start()
        answers = json.loads(crowd.communicate()[0])
    served.wait_until_graded(240)
    rows = served.rows()
    assert [answer for answer in answers if "refused" in answer] == []
    assert before <= {row.id for row in rows}
    assert {answer["id"] for answer in answers} == {row.id for row in rows}
    assert Counter(row.student for row in rows) == dict.fromkeys(served.tokens, 1)
    assert {(row.state, row.attempt) for row in rows} == {("graded", 1)}
    assert any(answer["tries"] > 1 for answer in answers)  # some did meet the gap
    by_file = {}
    for number, row in enumerate(sorted(rows, key=lambda row: row.student)):
        by_file.setdefault(number % len(sources), set()).add(row.score)
    assert all(len(scores) == 1 for scores in by_file.values())
