"""Run a batch in a process of its own, so that a test can kill it: COURSE BATCH DATABASE."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.course import load_course
from grader.host import Host
from grader.host.batch import grade_batch
from grader.store import Store

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.host.fake_engine import FakeEngine

if __name__ == "__main__":
    course, batch, database = map(Path, sys.argv[1:])
    with FakeEngine(batch.parent, delay_s=0.02) as engine, Store.open(database) as store:
        host = Host(load_course(course), store, secret=b"s" * 32, engine=engine)
        grade_batch(host, batch)
        sys.stdout.write(str(len(engine.judged)))
