"""One file a submission: Gradescope's and GitHub Classroom's, against what their documentation allows."""

from __future__ import annotations

import json

import jsonschema

from grader.exports.formats import export

_TEXT, _NUMBER = {"type": "string"}, {"type": "number"}
_VISIBILITY = {"enum": ["visible", "hidden", "after_due_date", "after_published"]}
GRADESCOPE = {
    "type": "object",
    "additionalProperties": False,
    "anyOf": [{"required": ["score"]}, {"required": ["tests"]}],
    "properties": {
        "score": _NUMBER,
        "execution_time": _NUMBER,
        "output": _TEXT,
        "output_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
        "visibility": _VISIBILITY,
        "stdout_visibility": _VISIBILITY,
        "extra_data": {"type": "object"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": _NUMBER,
                    "max_score": _NUMBER,
                    "status": {"enum": ["passed", "failed"]},
                    "name": _TEXT,
                    "name_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
                    "number": _TEXT,
                    "output": _TEXT,
                    "output_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
                    "tags": {"type": "array", "items": _TEXT},
                    "visibility": _VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
}
"""As Gradescope's page on autograder specifications has it."""


def read(made):
    return {name: json.loads(data) for name, data in made.files.items()}


def test_gradescope_takes_every_file(graded, book):
    files = read(export(graded, book, "gradescope"))
    assert set(files) == {f"{who}/slope/results.json" for who in ("ann", "bob", "cyd", "dan", "zed")} | {
        "ann/bend/results.json"
    }
    for name, document in files.items():
        jsonschema.validate(document, GRADESCOPE)
        assert ("score" in document) == (not name.startswith("dan")), name
    assert files["ann/slope/results.json"]["score"] == 6
    assert files["cyd/slope/results.json"]["score"] == 0  # the file could not be read: that is the student's


def test_gradescope_shows_students_nothing_that_the_report_hides(graded, book):
    tests = read(export(graded, book, "gradescope"))["bob/slope/results.json"]["tests"]
    by_name = {test["extra_data"]["name"]: test for test in tests}
    assert by_name["test_secret"]["visibility"] == "hidden"
    assert by_name["test_late"]["visibility"] == "after_due_date"
    assert by_name["test_factor"]["visibility"] == "visible"
    assert "hidden-message-factor" not in json.dumps(by_name["test_factor"])


def test_github_adds_up_to_the_score_and_a_fault_is_an_error(graded, book):
    files = read(export(graded, book, "github"))
    ann, dan = files["ann/slope/result.json"], files["dan/slope/result.json"]
    assert (ann["status"], dan["status"], files["bob/slope/result.json"]["status"]) == ("pass", "error", "fail")
    assert ann["max_score"] == 6
    for document in files.values():
        assert {"version", "status", "max_score", "tests"} == set(document)
        for test in document["tests"]:
            assert {"name", "status", "score"} <= set(test)
            assert test["status"] in ("pass", "fail")
    assert "test_secret" not in json.dumps(ann)
    assert "hidden-message-factor" not in json.dumps(files["bob/slope/result.json"])
