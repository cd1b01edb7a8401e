from __future__ import annotations

import json
import re

import pytest

from grader.report import render_html, student_view, to_json

from .reports import REPORTS
from .test_terminal import printed


@pytest.mark.parametrize("name", REPORTS)
def test_the_student_sees_this(name, golden):
    report = student_view(REPORTS[name](), after_due=False)
    value = json.loads(to_json(report))
    for figure in value["figures"]:
        figure["svg"] = "<svg …>"  # drawn by matplotlib, whose digits change with its version
    golden(f"{name}.json", json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    golden(f"{name}.txt", printed(report))
    golden(f"{name}.html", without_bulk(render_html(report)))


@pytest.mark.parametrize("language", ["en", "pt"])
def test_staff_see_this(language, golden):
    golden(f"staff.{language}.txt", printed(REPORTS["mixed"](), language=language))


def test_a_plain_console_shows_this(golden):
    report = student_view(REPORTS["late"](), after_due=False)
    golden("late.narrow.ascii.txt", printed(report, width=60, encoding="ascii"))


def without_bulk(page: str) -> str:
    page = re.sub(r"(?s)<style>.*</style>", "<style>…</style>", page)
    return re.sub(r"base64,[A-Za-z0-9+/=]+", "base64,…", page)
