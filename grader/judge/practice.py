"""Judges a made-up submission in the zygote, so that its forks find code that has run before (see `box.practice`)."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from pathlib import Path
from typing import NoReturn

from grader.box.policy import Policy
from grader.box.practice import NAME, SOURCE, left_as_it_was
from grader.box.serve import serve_unconfined
from grader.judge.anew import forget_modules
from grader.judge.channel import Channel, Finished, Job, NeedBox, grant_box, receive_from_judge, send_job
from grader.judge.main import judge
from grader.judge.session import open_session

__all__ = ["practise"]

_SUITE = f"""
import numpy as np
import pytest
import torch
from {NAME} import RATE, loss, refuse, step


@pytest.mark.task(1)
@pytest.mark.points(2)
@pytest.mark.visibility("visible")
@pytest.mark.parametrize("rows", [1, 2, 3])
def test_steps_lower_the_error(rng, rows):
    weights, inputs, targets = rng.numpy.normal(size=2), rng.numpy.normal(size=(rows, 2)), np.zeros(rows)
    errors = [step(weights, inputs, targets) for _ in range(5)]
    assert errors == sorted(errors, reverse=True) and RATE == pytest.approx(0.1)
    np.testing.assert_allclose(errors[0], errors[0], rtol=1e-9)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_gradient(rows):
    torch.manual_seed(rows)
    weights, inputs = torch.ones(2, requires_grad=True), torch.randn(rows, 2)
    loss(weights, inputs).backward()
    torch.testing.assert_close(weights.grad, weights.grad)


def test_what_is_refused():
    for value in (1, "a", [1.0]):
        with pytest.raises(ValueError, match="not"):
            refuse(value)


def test_that_fails():
    assert step(np.ones(2), np.eye(2), np.zeros(2)) == 0
"""
_TURNS = 2
_PATIENCE_S = 60.0


def practise(scratch: Path) -> None:
    """Judge the made-up submission in this process, its boxes in forks; nothing of it stays but prepared code."""
    suite = scratch / "solutions" / NAME
    suite.mkdir(parents=True)
    (suite / f"{NAME}.py").write_text(SOURCE, encoding="utf-8")
    (suite / f"test_{NAME}.py").write_text(_SUITE, encoding="utf-8")
    job = Job(
        suite=str(suite),
        slug=NAME,
        files=[(f"{NAME}.py", SOURCE)],
        cells=[],
        packages=[],
        seed=1,
        device="cpu",
        test_s=_PATIENCE_S,
        output=1000,
        judge_cpu_s=_PATIENCE_S,
        judge_memory=0,
        scratch=str(scratch),
    )
    with left_as_it_was():
        for _ in range(_TURNS):
            try:
                _run(job, scratch)
            finally:
                forget_modules(suite)


def _run(job: Job, scratch: Path) -> None:
    ours, theirs = socket.socketpair()
    host = os.fork()
    if host == 0:
        ours.close()
        _play_host(theirs, job, scratch)
    theirs.close()
    with ours:
        channel = Channel(ours)
        judge(channel.receive_job(), channel, open_session(Path(job.suite).parent))
    os.waitpid(host, 0)


def _play_host(sock: socket.socket, job: Job, scratch: Path) -> NoReturn:
    """In a fork: give the job and boxes, which are forks again, until the judge is done."""
    with contextlib.suppress(BaseException):
        send_job(sock, job)
        while not isinstance(message := receive_from_judge(sock, time.monotonic() + _PATIENCE_S), Finished):
            if isinstance(message, NeedBox):
                ours, theirs = socket.socketpair()
                if os.fork() == 0:
                    sock.close()
                    ours.close()
                    os.chdir(scratch)
                    serve_unconfined(theirs, Policy(level="none"))
                theirs.close()
                grant_box(sock, ours.fileno())
                ours.close()
        sock.close()
        while True:
            os.wait()
    os._exit(0)
