"""A host reads reports and notebooks in several threads at once; an interpreter may not fall over at the first one."""

import subprocess
import sys

import pytest

REPORT = """
from grader.report import from_json, to_json
from tests.report.reports import mixed
data = to_json(mixed())
def read(): return from_json(data)
"""
NOTEBOOK = """
from grader.submission.notebook import read_notebook
data = b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["x = 1"]}]}'
def read(): return read_notebook(data, "n.ipynb")
"""
ALL_AT_ONCE = """
import sys, threading
together, answers = threading.Barrier(8), []
def go():
    together.wait()
    answers.append(read())
sys.setswitchinterval(1e-6)
threads = [threading.Thread(target=go) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(answers) == 8 and all(answer == answers[0] for answer in answers)
"""


@pytest.mark.parametrize("attempt", range(4))
@pytest.mark.parametrize("first", [REPORT, NOTEBOOK], ids=["report", "notebook"])
def test_eight_threads_are_the_first_to_read(first, attempt, request):
    ended = subprocess.run(
        [sys.executable, "-c", first + ALL_AT_ONCE],
        capture_output=True,
        text=True,
        check=False,
        cwd=request.config.rootpath,
    )
    assert ended.returncode == 0, ended.stderr
