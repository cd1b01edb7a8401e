"""Pay for the first report of a process before anybody waits for it: schema, figure, page and terminal."""

from __future__ import annotations

import gc
import io
from datetime import UTC, datetime

__all__ = ["warm_up"]


def warm_up() -> None:
    """Make a report that nobody sees; then keep what is loaded out of the garbage collector's way."""
    from rich.console import Console

    from grader.judge.verdicts import Curve, Figure, TestVerdict, Verdicts
    from grader.report import Facts, build_graded, from_json, render_html, student_view, to_json
    from grader.report.terminal import render_terminal

    figure = Figure("warm", "x", "y", (Curve("warm", (0.0, 1.0), (0.0, 1.0)),), "warm")
    facts = Facts(
        id="0",
        course="warm",
        exercise="warm",
        student="warm",
        submitted_at=datetime.now(UTC),
        attempt=1,
        max_score=1.0,
        late_days=0,
        penalised=float,
        language="en",
        submission_sha256="0" * 64,
        queue_s=0.0,
    )
    test = TestVerdict("test_warm", "warm", "failed", 1.0, "visible", expected="1", got="2", figures=(figure,))
    report = build_graded(facts, Verdicts((test,), suite_sha256="0" * 64))
    student_view(from_json(to_json(report)), after_due=False)
    render_html(report, "en", title="warm")
    render_terminal(report, Console(file=io.StringIO()), language="en", title="warm")
    gc.collect()
    gc.freeze()
