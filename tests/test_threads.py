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


PARSE_ALL_AT_ONCE = """
import gc, sys, threading, time
from grader.course.syntax import parse_python

class Noisy:
    def __del__(self):
        time.sleep(0)  # another thread's turn, in the middle of a tree

sys.setswitchinterval(1e-6)
gc.set_threshold(20)
source = "x = " + "(" * 20 + "1" + ")" * 20 + "\\n" + "def f(a):\\n    return [b for b in a if b]\\n" * 40
faults, end = [], time.time() + 3

def parse():
    while time.time() < end and not faults:
        noisy = Noisy()
        noisy.itself = noisy
        try:
            parse_python(source)
        except SystemError as error:
            faults.append(str(error))

threads = [threading.Thread(target=parse) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert not faults, faults
"""


def test_six_threads_parse(request):
    """With `ast.parse` itself: "AST constructor recursion depth mismatch" (CPython 3.11)."""
    ended = subprocess.run(
        [sys.executable, "-c", PARSE_ALL_AT_ONCE],
        capture_output=True,
        text=True,
        check=False,
        cwd=request.config.rootpath,
    )
    assert ended.returncode == 0, ended.stderr
