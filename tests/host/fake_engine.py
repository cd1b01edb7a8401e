"""A real engine that judges by simple rules, so that the host is tested without sandbox, zygotes or torch."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from pathlib import Path

from grader.errors import JudgeError, UsageError
from grader.judge.verdicts import Diagnosed, TestVerdict, Verdicts

TESTS = {
    "sign": TestVerdict("test_sign", "The slope has the right sign", "passed", 2.0, visibility="visible"),
    "factor": TestVerdict("test_factor", "The slope has the factor 2", "passed", 2.0),
    "rate": TestVerdict("test_rate[3]", "The step is scaled by the learning rate", "passed", 1.0),
    "late": TestVerdict("test_late", "Shown after the due date", "passed", 0.5, visibility="after_due_date"),
    "secret": TestVerdict("test_secret", "Nobody sees this", "passed", 0.5, visibility="secret"),
}
"""A test passes when its word is in the submission's source."""

ALL = "# sign factor rate late secret\n"
HALF = "# sign rate\n"


class FakeEngine:
    """The engine port by rules: a test passes when its word is in the source.

    Words that do more: `broken` is a fault of the judge, `bug` one that nobody foresaw, `gpu` wants a machine that this
    is not, `as_X` says of every test that fails that it is the misconception X, `wait` waits for `go`, `die` kills the whole process, once, if a file of that name lies in `folder`.
    """

    def __init__(self, folder: Path | None = None, *, delay_s: float = 0.0) -> None:
        self.judged: list[tuple[str, int]] = []
        self.go = threading.Event()
        self.closed = False
        self._folder = folder
        self._delay_s = delay_s
        self._lock = threading.Lock()

    def judge(self, exercise, submission, *, seed, device, on_test=None):
        source = "\n".join(text for _, text in submission.files)
        with self._lock:
            self.judged.append((source, seed))
        time.sleep(self._delay_s)
        if "wait" in source:
            assert self.go.wait(10)
        if "die" in source and self._folder is not None and (self._folder / "die").exists():
            (self._folder / "die").unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        if "broken" in source:
            raise JudgeError("The judge failed on the reference too.")
        if "bug" in source:
            raise ZeroDivisionError("division by zero")
        if "gpu" in source:
            raise UsageError("This machine has no GPU.")
        tests = []
        known = re.search(r"\bas_(\w+)", source)
        for word, verdict in TESTS.items():
            status = "passed" if word in source else "failed"
            test = TestVerdict(
                verdict.name,
                verdict.title,
                status,
                verdict.weight,
                verdict.visibility,
                message="" if status == "passed" else f"hidden-message-{word}",
                diagnosis=Diagnosed(known[1], 0.9) if known and status == "failed" else None,
            )
            tests.append(test)
            if on_test is not None:
                on_test(test)
        return Verdicts(
            tuple(tests), device="cpu", seed=seed, suite_sha256="0" * 64, versions={"grader": "0", "python": "3.11"}
        )

    def close(self):
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()
