"""Verdicts in, a report out: built, checked against its schema, cut to what a student may see, and rendered."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.report.adjustments import adjust
    from grader.report.build import build_fault, build_graded, build_rejected
    from grader.report.encode import from_json, to_json
    from grader.report.facts import Facts
    from grader.report.html import render_html, render_parts
    from grader.report.model import Report
    from grader.report.terminal import render_terminal
    from grader.report.views import student_view

__all__ = [
    "Facts",
    "Report",
    "adjust",
    "build_fault",
    "build_graded",
    "build_rejected",
    "from_json",
    "render_html",
    "render_parts",
    "render_terminal",
    "student_view",
    "to_json",
]

# Resolved on first use: importing `grader.report.model` must not pay for rich, msgspec or Jinja2.
_HOMES = {
    "Facts": "facts",
    "Report": "model",
    "adjust": "adjustments",
    "build_fault": "build",
    "build_graded": "build",
    "build_rejected": "build",
    "from_json": "encode",
    "render_html": "html",
    "render_parts": "html",
    "render_terminal": "terminal",
    "student_view": "views",
    "to_json": "encode",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
