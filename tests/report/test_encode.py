from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from grader.errors import InternalError, UsageError
from grader.judge import verdicts as v
from grader.report import build_graded, from_json, model, student_view, to_json
from grader.report.encode import schema

from .reports import FACTS, REPORTS, VERDICTS, mixed

ANY = st.text(alphabet=st.characters(codec=None), max_size=60)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_comes_back_from_json_as_it_was(name):
    for report in (REPORTS[name](), student_view(REPORTS[name](), after_due=False)):
        assert from_json(to_json(report)) == report
        assert from_json(to_json(report, indent=2)) == report


def test_keys_stand_in_the_order_of_the_contract():
    value = json.loads(to_json(mixed()))
    assert list(value) == [field.name for field in fields(model.Report)]
    assert list(value["tests"][0]) == [field.name for field in fields(model.TestReport)]


def test_the_schema_is_a_schema_and_closed_at_every_level():
    Draft202012Validator.check_schema(schema())

    def walk(node):
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert sorted(node["required"]) == sorted(node["properties"])
            for child in node.values():
                walk(child)
        if isinstance(node, list):
            for child in node:
                walk(child)

    walk(schema())


def test_the_schema_and_the_types_name_the_same_keys():
    types = {
        "test": model.TestReport,
        "diagnosis": model.Diagnosis,
        "adjustment": model.Adjustment,
        "figure": model.DrawnFigure,
    }
    assert list(schema()["properties"]) == [field.name for field in fields(model.Report)]
    for name, kind in types.items():
        assert list(schema()["$defs"][name]["properties"]) == [field.name for field in fields(kind)]


@pytest.mark.parametrize(
    "broken",
    [
        lambda: replace(mixed(), score=None),
        lambda: replace(mixed(), score=float("nan")),
        lambda: replace(mixed(), score=-1.0),
        lambda: replace(mixed(), status="fine"),
        lambda: replace(mixed(), submitted_at="yesterday"),
        lambda: replace(mixed(), submitted_at="2025-03-14T23:59:00"),
        lambda: replace(mixed(), phases={"queue_s": 0.0}),
        lambda: replace(REPORTS["fault"](), score=0.0),
        lambda: replace(REPORTS["fault"](), tests=mixed().tests),
        lambda: replace(REPORTS["rejected"](), score=6.0),
        lambda: replace(mixed(), tests=(replace(mixed().tests[1], points=1.0),)),
    ],
)
def test_a_report_that_breaks_the_schema_is_never_written(broken):
    with pytest.raises(InternalError, match="breaks its own schema"):
        to_json(broken())


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"schema_version": 2}', b"[" * 100_000])
def test_what_is_no_report_is_a_clear_error_of_the_caller(data):
    with pytest.raises(UsageError, match="This is no report"):
        from_json(data)


def test_an_unknown_key_is_refused():
    value = json.loads(to_json(mixed())) | {"extra": 1}
    with pytest.raises(UsageError):
        from_json(json.dumps(value).encode())


@given(ANY, ANY, ANY, st.floats(), st.sampled_from(["visible", "hidden", "after_due_date", "secret"]))
def test_whatever_students_write_the_json_passes_the_schema(one, two, three, seconds, visibility):
    test = v.TestVerdict(
        name=one,
        title=two,
        status="error",
        weight=1.0,
        visibility=visibility,
        message=three,
        student_line=two,
        expected=one,
        got=two,
        call=three,
        stdout=one * 200,
        duration_s=seconds,
    )
    verdicts = replace(VERDICTS, tests=(test,), import_output=two, import_error=three, device=one[:10], run_s=seconds)
    report = build_graded(replace(FACTS, student=one, id=two, notes=(three,)), verdicts)
    for after_due in (False, True):
        student = student_view(report, after_due=after_due)
        assert from_json(to_json(student)) == student
    assert from_json(to_json(report)) == report
