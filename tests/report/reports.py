"""Reports of every status, with the text that students and attackers write; shared by the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from grader.course.hints import Advice, Hints
from grader.errors import JudgeError, SubmissionError
from grader.judge import verdicts as v
from grader.report import Facts, build_fault, build_graded, build_rejected
from grader.report.guidance import Guidance
from grader.report.model import Adjustment, Report

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\n"
    "\x1b[2J\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b1m \x08\x07\r\rover\n"
    "\u202egnp.exe\u202c \u2066x\u2069 \u200b \ud800 lone\n"
    '=HYPERLINK("http://evil","x") [bold red]markup[/] :smile: {{ 7*7 }} {% raw %} %s {0}'
)

FACTS = Facts(
    id="123",
    course="gradients",
    exercise="slope",
    student="ana",
    submitted_at=datetime(2025, 3, 14, 23, 59, tzinfo=timezone(timedelta(hours=1))),
    attempt=2,
    max_score=6.0,
    submission_sha256="a" * 64,
    notes=("slope (1).py was read as slope.py.",),
    queue_s=0.012,
)

LOSSES = v.Figure(
    title="Loss by epoch",
    x_label="epoch",
    y_label="loss",
    curves=(
        v.Curve("yours", tuple(map(float, range(8))), (25.0, 6.25, 1.56, 19.14, 40.0, 31.0, 12.0, 8.0)),
        v.Curve("reference", tuple(map(float, range(8))), (25.0, 6.25, 1.56, 0.39, 0.1, 0.02, 0.01, 0.0)),
    ),
    alt="Your loss falls for three epochs and then climbs to 40; the reference falls to 0.",
)

VISIBLE = v.TestVerdict(
    name="test_seed_figures",
    title="The slope of the seed example is -24",
    status="failed",
    weight=1.0,
    visibility="visible",
    task=1,
    message="The slope has the wrong sign.",
    expected="-24.0",
    got="24.0",
    call="weight_slope(6, 10, 3)",
    stdout="prediction 6 target 10\n",
    duration_s=0.0021,
)

TESTS = (
    v.TestVerdict(
        "test_zero_error",
        "No error, no slope",
        "passed",
        1.0,
        "visible",
        1,
        call="weight_slope(5, 5, 3)",
        expected="0.0",
        got="0.0",
    ),
    VISIBLE,
    v.TestVerdict(
        "test_gradient_matches",
        "The gradient of a whole batch",
        "failed",
        1.0,
        "visible",
        1,
        message="Two of the four numbers differ.",
        expected="array([ 0.125, -1.5  ,  3.   ,  0.25 ])",
        got="array([ 0.125, -0.75 ,  3.   ,  0.5  ])",
        call="gradient(array([1., 2., 3., 4.]), target=2.5)",
        figures=(LOSSES,),
    ),
    v.TestVerdict(
        "test_random[3-0.5]",
        "The slope of random inputs",
        "failed",
        2.0,
        "hidden",
        1,
        message="weight_slope(3, 0.5) is wrong",
        expected="1.25",
        got="SECRET-GOT",
        call="weight_slope(3, 0.5)",
        stdout="SECRET-OUT",
    ),
    v.TestVerdict(
        "test_random[7-0.25]",
        "The slope with an activation",
        "error",
        2.0,
        "hidden",
        1,
        message="ValueError: SECRET-EXCEPTION 7 0.25",
        student_line="line 7: return 2 * (prediction - target) / node_value",
        call="weight_slope(7, 0.25)",
    ),
    v.TestVerdict("test_update", "One step downhill", "passed", 1.0, "hidden", 2),
    v.TestVerdict(
        "test_large",
        "Large numbers stay finite",
        "timeout",
        1.0,
        "after_due_date",
        2,
        message="Stopped after 10 s.",
        call="update_weight(1e300, 1, 1)",
    ),
    v.TestVerdict("test_cheat", "SECRET-TITLE", "failed", 1.0, "secret", 2, message="SECRET-MESSAGE"),
    v.TestVerdict("test_gpu", "The same on a GPU", "skipped", 1.0, "visible", 2, gpu=True, message="No GPU here."),
    v.TestVerdict(
        "test_windows", "Only where the reference runs", "skipped", 1.0, "visible", 2, message="Needs NumPy 3."
    ),
)

VERDICTS = v.Verdicts(
    tests=TESTS,
    import_output="loading weights\n",
    seed=42,
    suite_sha256="b" * 64,
    versions={"python": "3.11.7", "torch": "2.13.0", "numpy": "2.1.0"},
    start_s=0.051,
    run_s=0.734,
)


def still(report: Report) -> Report:
    """`report` without the one figure that a clock gave, so that golden files stay."""
    phases = report.phases | {"report_s": 0.02}
    return replace(
        report, phases=phases, duration_s=0.8, versions=report.versions | {"grader": "0.1.0", "python": "3.11.7"}
    )


def mixed(**changes: object) -> Report:
    return still(build_graded(replace(FACTS, **changes), VERDICTS))


def perfect(**changes: object) -> Report:
    tests = tuple(
        replace(test, status="passed", message="", student_line="", figures=(), got=test.expected) for test in TESTS[:6]
    )
    return still(build_graded(replace(FACTS, notes=(), **changes), replace(VERDICTS, tests=tests, import_output="")))


SECOND_HINT = """What is the derivative of z**2, and where is z = prediction - target in your function?
`(p - t)**2` at p = 5, t = 2 is 9; at p = 5.001 it is 9.006."""
HINTS = Hints(
    {
        "no_two": {
            "en": Advice(
                "The slope lacks the factor 2 that the square brings.",
                ("Differentiate the square itself.", SECOND_HINT, "The third."),
            ),
            "pt": Advice(
                "Falta à inclinação o fator 2 que vem do quadrado.",
                ("Derive o próprio quadrado.", "Qual é a derivada de z**2?", "A terceira."),
            ),
        },
        "ascent": {"en": Advice("The step goes uphill.", ("Which way is downhill?", "The second.", "The third."))},
    }
)


def diagnosed(**changes: object) -> Report:
    """One misconception behind three tests, two of them hidden, and another behind the fourth."""
    two, up = v.Diagnosed("no_two", 0.97), v.Diagnosed("ascent", 0.8)
    tests = (
        TESTS[0],
        replace(VISIBLE, expected="-24.0", got="-12.0", message="", diagnosis=two),
        replace(TESTS[3], diagnosis=two),
        replace(TESTS[4], diagnosis=two),
        replace(TESTS[5], status="failed", diagnosis=up),
        replace(TESTS[7], diagnosis=v.Diagnosed("SECRET-CAUSE", 1.0)),
    )
    guidance = Guidance(HINTS, level=lambda name: 2 if name == "no_two" else 1)
    facts = replace(FACTS, notes=(), **changes)
    return still(build_graded(facts, replace(VERDICTS, tests=tests, import_output=""), guidance=guidance))


def observed(**changes: object) -> Report:
    """What differs is plain to see, and no misconception explains it."""
    tests = (
        replace(
            VISIBLE,
            expected="(2,)",
            got="(2, 2)",
            observation=v.Observed("broadcast"),
        ),
        replace(TESTS[3], observation=v.Observed("ratio", {"ratio": 0.0417})),
        replace(TESTS[4], observation=v.Observed("of_the_future")),
        replace(TESTS[6], status="failed", observation=v.Observed("ratio_of", {"of": "1/N"})),
        replace(TESTS[7], observation=v.Observed("nan")),
    )
    return still(build_graded(replace(FACTS, language="pt", notes=(), **changes), replace(VERDICTS, tests=tests)))


def late(**changes: object) -> Report:
    report = mixed(late_days=2, penalised=lambda score: score * 0.9, language="pt", **changes)
    change = Adjustment("instructor", "2025-03-20T10:00:00+00:00", report.score or 0, 2.5, "Test 4 was unclear")
    return replace(report, adjustments=(change,), score=2.5)


def hostile(**changes: object) -> Report:
    tests = (
        replace(
            VISIBLE,
            title="Hostile text " + HOSTILE,
            message=HOSTILE,
            expected=HOSTILE,
            got=HOSTILE + "x",
            call=HOSTILE,
            stdout=HOSTILE,
        ),
        replace(TESTS[4], message=HOSTILE, student_line="line 7: " + HOSTILE),
        replace(
            VISIBLE,
            name="test_flood",
            title="Flood",
            status="crashed",
            message="x" * 9000,
            got="9" * 9000,
            stdout="y" * 90_000,
        ),
    )
    facts = replace(FACTS, student=HOSTILE, notes=(HOSTILE,), **changes)
    return still(build_graded(facts, replace(VERDICTS, tests=tests, import_output=HOSTILE)))


def import_failed(**changes: object) -> Report:
    error = 'NameError: name "npp" is not defined\nline 3: weights = npp.zeros(3)'
    tests = tuple(
        replace(test, status="error", message=error, call=None, expected=None, got=None, figures=())
        for test in TESTS[:6]
    )
    return still(build_graded(replace(FACTS, **changes), replace(VERDICTS, tests=tests, import_error=error)))


def rejected(**changes: object) -> Report:
    error = SubmissionError(
        "slope.py has a syntax error in line 4:\n    return 2 * (prediction - target\n               ^\n'(' was never closed"
    )
    return still(build_rejected(replace(FACTS, notes=(), **changes), error))


def fault(**changes: object) -> Report:
    return still(
        build_fault(replace(FACTS, notes=(), **changes), JudgeError("The judge died on SECRET-REFERENCE too."))
    )


REPORTS = {
    "mixed": mixed,
    "perfect": perfect,
    "late": late,
    "hostile": hostile,
    "import_failed": import_failed,
    "rejected": rejected,
    "fault": fault,
    "diagnosed": diagnosed,
    "observed": observed,
}
