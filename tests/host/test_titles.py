"""titles.yaml: in whose language a student reads what the tests are about."""

from __future__ import annotations

import pytest

from tests.host.fake_engine import HALF


@pytest.fixture
def titles(course):
    path = course.suite_folder("slope") / "titles.yaml"
    path.write_text("pt: {test_factor: O fator}\n", "utf-8")
    return path


def test_a_report_names_the_tests_in_its_language(host, hand_in, titles):
    english = {test.name: test.title for test in host.grade(hand_in(HALF)).tests}
    seen = []
    report = host.grade(hand_in(HALF, student="bob", language="pt"), on_test=lambda test: seen.append(test.title))
    portuguese = {test.name: test.title for test in report.tests}
    assert portuguese == english | {"test_factor": "O fator"}
    assert english["test_factor"] != "O fator"
    assert seen == list(portuguese.values())


def test_a_broken_titles_file_costs_the_titles_and_nothing_else(host, hand_in, titles, caplog):
    titles.write_text("pt: nonsense\n", "utf-8")
    assert host.grade(hand_in(HALF, language="pt")).score == 3.0
    assert "titles.yaml:1: pt: expected a title for each test" in caplog.text
