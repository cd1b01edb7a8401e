"""What the judge says of a submission, and what the host knows of it, to the staff's Report.

This is the report that is stored. `grader.report.views` makes the student's from it. All text that a student may have
written is cleaned and capped here.
"""

from __future__ import annotations

import platform
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from grader import __version__
from grader.errors import JudgeError
from grader.report.drawings import Drawings
from grader.report.guidance import Guidance
from grader.report.messages import language_of, say, say_wording, translate
from grader.report.model import SCHEMA_VERSION, DrawnFigure, Report, Summary, TestReport
from grader.report.sanitise import LIMITS, clean_line, clip, finite
from grader.report.scale import share, to_points
from grader.report.source_line import join_line
from grader.report.summary import summarise

if TYPE_CHECKING:
    from grader.errors import GraderError, SubmissionError
    from grader.judge.verdicts import TestVerdict, Verdicts
    from grader.report.facts import Facts

__all__ = ["build_fault", "build_graded", "build_rejected"]

_MOST_FIGURES = 4


def build_graded(
    facts: Facts, verdicts: Verdicts, drawings: Drawings | None = None, guidance: Guidance | None = None
) -> Report:
    """The report of a submission that was judged; a suite in which nothing counts is our fault, not a zero.

    Points of the tests add up to `facts.max_score` exactly. A test that is skipped, as it is on the reference, counts
    neither way; a skipped `gpu` test keeps its points in the maximum and earns none. `drawings` may have been begun.
    Without `guidance` misconceptions have neither sentence nor hints.
    """
    begun = perf_counter()
    weights = [0.0 if test.status == "skipped" and not test.gpu else test.weight for test in verdicts.tests]
    units = share(weights, facts.max_score)
    if facts.max_score > 0 and not any(units):
        return build_fault(facts, JudgeError("No test of the suite counts.", "Give at least one test points."))
    # Not `to_points(sum(units))`: a maximum with more than 4 decimals must be reached exactly as well.
    lost = sum(unit for unit, test in zip(units, verdicts.tests, strict=True) if test.status != "passed")
    before = to_points(sum(units) - lost) if lost else facts.max_score
    score = before if facts.late_days <= 0 else round(min(before, max(0.0, facts.penalised(before))), 4)
    language = language_of(facts.language)
    guidance = guidance or Guidance()
    tests = tuple(_row(test, unit, language, guidance) for test, unit in zip(verdicts.tests, units, strict=True))
    import_error = clip(verdicts.import_error.strip(), LIMITS["value"], language)
    summary = summarise(facts, tests, guidance, before=before, score=score, import_error=import_error)
    figures = _draw(drawings or Drawings(facts.id), verdicts)
    phases = {
        "queue_s": finite(facts.queue_s),
        "start_s": finite(verdicts.start_s),
        "run_s": finite(verdicts.run_s),
        "report_s": finite(perf_counter() - begun),
    }
    return replace(
        _blank(facts, "graded", summary),
        score=score,
        score_before_penalty=before,
        passed=not lost,
        device=clean_line(verdicts.device, 60),
        seed=verdicts.seed,
        isolation=verdicts.isolation,
        duration_s=finite(sum(phases.values()) - phases["queue_s"]),
        phases=phases,
        versions=_versions(facts, verdicts.suite_sha256, verdicts.versions),
        tests=tests,
        figures=figures,
        submission_output=_output(facts, verdicts),
    )


def build_rejected(facts: Facts, error: SubmissionError) -> Report:
    """The report of a file that could not be graded; it says why, has no score and burns no attempt."""
    language = facts.language
    advice = clip(translate(language, error.advice), LIMITS["value"], language) or say(language, "next_rejected")
    message = "\n".join(filter(None, [translate(language, error.message), error.detail]))
    return _blank(facts, "rejected", Summary(clip(message, LIMITS["message"], language), advice))


def build_fault(facts: Facts, error: GraderError) -> Report:
    """The report of a failure of ours: no score, no attempt. What failed is for staff only, below the first line."""
    detail = clip(f"{type(error).__name__}: {error}", LIMITS["message"])
    message = say(facts.language, "fault", id=clean_line(facts.id)) + "\n" + detail
    return _blank(facts, "grader_error", Summary(message, say(facts.language, "next_fault")))


def _blank(facts: Facts, status: str, summary: Summary) -> Report:
    return Report(
        schema_version=SCHEMA_VERSION,
        id=clean_line(facts.id),
        course=clean_line(facts.course),
        exercise=facts.exercise,
        student=clean_line(facts.student),
        submitted_at=facts.submitted_at.isoformat(timespec="seconds"),
        attempt=facts.attempt,
        late_days=max(0, facts.late_days),
        status=status,
        score=None,
        max_score=facts.max_score,
        score_before_penalty=None,
        passed=False,
        adjustments=(),
        language=language_of(facts.language),
        device="cpu",
        seed=None,
        isolation="none",  # nothing was run
        duration_s=0.0,
        phases={"queue_s": finite(facts.queue_s), "start_s": 0.0, "run_s": 0.0, "report_s": 0.0},
        versions=_versions(facts, "", {"python": platform.python_version()}),
        tests=(),
        summary=summary,
        figures=(),
        submission_output=clip(_notes(facts), LIMITS["output"], facts.language),
    )


def _row(test: TestVerdict, units: int, language: str, guidance: Guidance) -> TestReport:
    diagnosis, observation = guidance.explain(test, language)
    line = clean_line(test.student_line, LIMITS["source"])
    points = to_points(units)
    return TestReport(
        name=clean_line(test.name),
        title=clean_line(test.title),
        task=test.task,
        status=test.status,
        points=points if test.status == "passed" else 0.0,
        max_points=points,
        visibility=test.visibility,
        message=join_line(line, clip(_message(test, language).strip("\n"), LIMITS["message"], language)),
        expected=_value(test.expected, language),
        got=_value(test.got, language),
        duration_s=finite(test.duration_s),
        stdout=clip(test.stdout, LIMITS["stdout"], language),
        cell=test.cell,
        diagnosis=diagnosis,
        observation=observation,
        call=_value(test.call, language),
    )


def _message(test: TestVerdict, language: str) -> str:
    if test.wording is None:
        return translate(language, test.message.strip("\n"))
    return say_wording(language, test.wording, test.message)


def _value(text: str | None, language: str) -> str | None:
    return None if text is None else clip(text, LIMITS["value"], language)


def _draw(drawings: Drawings, verdicts: Verdicts) -> tuple[DrawnFigure, ...]:
    wanted = [(test.name, number, figure) for test in verdicts.tests for number, figure in enumerate(test.figures)]
    drawn = [drawings.get(*one) for one in wanted[: 2 * _MOST_FIGURES]]
    return tuple([one for one in drawn if one is not None][:_MOST_FIGURES])


def _output(facts: Facts, verdicts: Verdicts) -> str:
    """What import and visible tests printed, under a line each that says where; the same in every view."""
    parts = [_notes(facts), verdicts.import_output]
    parts += [
        f"# {clean_line(test.title)}\n{test.stdout}"
        for test in verdicts.tests
        if test.visibility == "visible" and test.stdout.strip()
    ]
    return clip("\n".join(part.rstrip("\n") for part in parts if part.strip()), LIMITS["output"], facts.language)


def _notes(facts: Facts) -> str:
    return "\n".join("# " + clean_line(translate(facts.language, note), LIMITS["value"]) for note in facts.notes)


def _versions(facts: Facts, suite: str, versions: dict[str, str]) -> dict[str, str]:
    return {
        "grader": __version__,
        "suite_sha256": suite,
        "submission_sha256": facts.submission_sha256,
        "python": clean_line(versions.get("python", ""), 60),
        "torch": clean_line(versions.get("torch", ""), 60),
        "numpy": clean_line(versions.get("numpy", ""), 60),
    }
