"""From the tape of a run and what failed in it to a diagnosis or an observation of each test."""

from __future__ import annotations

import contextlib
import os
import tempfile
import warnings
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grader.judge.diagnosis.bounded import OutOfTime, bounded
from grader.judge.diagnosis.decide import Candidate, Weighed, decide
from grader.judge.diagnosis.files import Files
from grader.judge.diagnosis.observe import observe
from grader.judge.diagnosis.replay import put_to, read_calls
from grader.judge.diagnosis.variants import Variant, make_reference, make_variants
from grader.judge.verdicts import Diagnosed, Observed

if TYPE_CHECKING:
    from grader.course.modules import AskedModule
    from grader.judge.subject.tape import Tape

__all__ = ["Findings", "diagnose"]


@dataclass(frozen=True)
class Findings:
    """What was found, by the names of failed tests; a test has one of both at most."""

    diagnoses: Mapping[str, Diagnosed] = field(default_factory=dict)
    observations: Mapping[str, Observed] = field(default_factory=dict)


def diagnose(
    suite: Path,
    modules: Mapping[str, AskedModule],
    tape: Tape,
    failed: Collection[str],
    *,
    seed: int,
    seconds: float,
    folder: str = "",
    by_copy: bool = True,
) -> Findings:
    """Explain the failed tests of a run that is on `tape`.

    `seed` is that of the box's random states, `folder` the one above every `tmp_path`, which was the box's own
    unless it was kept in step `by_copy`.
    After `seconds` of real time nothing more is looked for: misconceptions that were not asked can't be told apart, so
    there are observations then and no diagnoses. For the main thread of a process that does nothing else any more: its
    random states, default dtype and files in the suite's temporary folder are the variants'.

    Raises what the suite's own misconceptions.py or reference do when they are executed.
    """
    if not failed:
        return Findings()
    with _apart(), contextlib.suppress(OutOfTime), bounded(seconds):
        calls = read_calls(tape)
        known = {call.key: call for call in calls}

        def ask(number: int, variant: Variant) -> None:
            for key, outcome in put_to(variant, tape, seed, Files(folder, by_copy=by_copy) if folder else None):
                if key in known:
                    known[key].of_variants[number] = outcome

        ask(0, make_reference(suite, modules))
        weighed = Weighed(calls, [])
        observations = observe(weighed, failed)
        try:
            candidates = []
            for number, variant in enumerate(make_variants(suite, modules), 1):
                candidates.append(Candidate(number, variant.id, variant.replaced))
                ask(number, variant)
            diagnoses = decide(Weighed(calls, candidates), failed)
        except OutOfTime:
            return Findings({}, observations)
        return Findings(diagnoses, {test: observed for test, observed in observations.items() if test not in diagnoses})
    return Findings()


@contextlib.contextmanager
def _apart() -> Iterator[None]:
    """What variants print and warn of goes nowhere, what they write by a relative path into a folder of their own."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        contextlib.chdir(folder),
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield
