"""The report as the JSON Schema has it: built by `grader.report.build` only, cut to views by `grader.report.views`."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SCHEMA_VERSION", "Adjustment", "Diagnosis", "DrawnFigure", "Report", "Summary", "TestReport"]

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Which misconception explains a failing test (filled by diagnosis by replay)."""

    misconception: str
    hints: tuple[str, ...]
    hint_level: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A change that staff made to the score; `by` is a role, never a name."""

    by: str
    at: str
    old: float
    new: float
    reason: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    """A titled SVG with a text alternative; `test` names the test it belongs to."""

    title: str
    alt: str
    svg: str
    test: str


@dataclass(frozen=True, slots=True)
class TestReport:
    """One row of tests[]."""

    name: str
    title: str
    task: int | None
    status: str
    points: float
    max_points: float
    visibility: str
    message: str
    expected: str | None
    got: str | None
    duration_s: float
    stdout: str
    cell: int | None
    diagnosis: Diagnosis | None
    observation: str | None
    call: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """One sentence on the result, and what to do next."""

    message: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report; field names and order are the JSON's."""

    schema_version: int
    id: str
    course: str
    exercise: str
    student: str
    submitted_at: str
    attempt: int
    late_days: int
    status: str
    score: float | None
    max_score: float
    score_before_penalty: float | None
    passed: bool
    adjustments: tuple[Adjustment, ...]
    language: str
    device: str
    seed: int | None
    isolation: str
    duration_s: float
    phases: dict[str, float]
    versions: dict[str, str]
    tests: tuple[TestReport, ...]
    summary: Summary
    figures: tuple[DrawnFigure, ...]
    submission_output: str
    signature: str | None = None
