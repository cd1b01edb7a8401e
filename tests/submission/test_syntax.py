"""Syntax errors show the student's line; nothing that can be written takes the process down."""

from __future__ import annotations

import subprocess
import sys
import threading
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.submission.caps import CHAIN, SOURCE
from grader.submission.syntax import parse_source, plain


def failure(source: str) -> SubmissionError:
    with pytest.raises(SubmissionError) as caught:
        parse_source(source, "slope.py")
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("source", "message", "detail"),
    [
        ("def f(x)\n    return x\n", "slope.py: line 1: expected ':'.", "slope.py, line 1\n    def f(x)\n            ^\nSyntaxError: expected ':'"),
        ("if 1:\n    x = = 2\n", "slope.py: line 2: invalid syntax.", "slope.py, line 2\n    x = = 2\n        ^\nSyntaxError: invalid syntax"),
        ("if 1:\nx = 2\n", "slope.py: line 2: expected an indented block after 'if' statement on line 1.", "IndentationError"),
        ("if 1:\n\tx = 2\n        y = 3\n", "slope.py: line 3: inconsistent use of tabs", "TabError"),
        ("return 5\n", "slope.py: line 1: 'return' outside function.", "    return 5\n    ^"),
        ("漢字 = 1 1\n", "slope.py: line 1:", "    漢字 = 1 1\n             ^\n"),
        ("x = “hi”\n", "invalid character '“' (U+201C)", "    x = “hi”\n        ^"),
        ("x = '\x1b[31m' 'abc\n", "unterminated string literal", "    x = '\\x1b[31m' 'abc\n                   ^\n"),
        ("f'{a b}'\n", "slope.py: line 1: ", "    f'{a b}'\n"),
        ("x = 1\n" * 3 + "(\n", "slope.py: line 4: '(' was never closed.", "    (\n    ^"),
        ("x = " + "9" * 5000, "slope.py: line 1: Exceeds the limit", ""),
    ],
)  # fmt: skip
def test_a_syntax_error_shows_the_students_own_line_and_a_caret(source, message, detail):
    error = failure(source)
    assert message in error.message
    assert detail in error.detail


def test_a_long_line_is_cut_around_the_caret():
    error = failure("x = [" + "1, " * 80 + "1 1]")
    line, caret = error.detail.splitlines()[1:3]
    assert len(line) <= 110
    assert caret.index("^") < len(line)


def deep(n: int) -> dict[str, str]:
    return {
        "brackets": "(" * n + ")" * n,
        "open": "[" * n,
        "braces": "{" * n,
        "dicts": "{1:" * n,
        "minus": "-" * n + "1",
        "not": "not " * n + "1",
        "lambda": "lambda: " * n + "1",
        "lambda parameters": "lambda x, y=" * n + "1",
        "attributes": "a" + ".b" * n,
        "calls": "a" + "()" * n,
        "items": "a" + "[0]" * n,
        "sum": "1" + "+1" * n,
        "powers": "1" + "**1" * n,
        "conditions": "1 if 1 else " * n + "1",
        "elif": "if 1: pass\n" + "elif 1: pass\n" * n,
        "await": "async def f():\n    " + "await " * n + "x",
        "f-string": "f'{" + "not " * n + "1}'",
        "raw f-string": 'RF"""{' + "-" * n + '1}"""',
        "f-string with its own quotes": 'f"{"" + ' + "-" * n + '1 + ""}"',
        "joined lines": "not \\\n" * n + "1",
        "brackets with links": ("(" + "-" * 20) * (n // 20) + "1" + ")" * (n // 20),
        "words as prefixes": 'not"a"or ' * n + "1",
        "indents": "".join(" " * i + "if 1:\n" for i in range(min(n, 300))) + " " * min(n, 300) + "pass",
        "star": "*" * n + "x",
        "strings": "'a' " * n + "'",
        "yields": "x = " + "(yield " * n,
        "slices": "a" + "[a" * n,
        "patterns": "match x:\n    case " + "[" * n,
    }


@pytest.mark.parametrize("kind", deep(1))
@pytest.mark.parametrize("n", [CHAIN + 1, 30_000])
def test_deep_nesting_is_refused_before_the_parser_recurses(kind, n):
    failure(deep(n)[kind][: SOURCE + 10])


@pytest.mark.parametrize("kind", deep(1))
def test_what_is_let_through_parses_in_a_thread_with_a_small_stack(kind):
    outcomes: list[str] = []

    def parse() -> None:
        try:
            parse_source(deep(CHAIN // 2 - 10)[kind], "slope.py")
            outcomes.append("parsed")
        except SubmissionError:
            outcomes.append("refused")

    before = threading.stack_size(512 << 10)
    try:
        thread = threading.Thread(target=parse)
        thread.start()  # takes the size that is set now
    finally:
        threading.stack_size(before)
    thread.join()
    assert outcomes


@pytest.mark.parametrize(
    "source",
    [
        "x = [" + "-1, " * 20_000 + "]",
        "x = {" + "'a': not b, " * 5_000 + "}",
        "x = (\n" + "    'text' +\n" * 300 + "    '')",
        "\n".join(f"def f{i}(a, b=1): return a.b[0](c) if a else -b" for i in range(2_000)),
        "x = f'{a:>{width}} {b!r:^10} {{}}'",
        '"""' + "- not lambda ((( [[[ {{{\n" * 500 + '"""',
        "# " + "(" * 5000,
        "f'{a!r} {{'\nx = '" + "-" * 2_000 + "'",
    ],
)
def test_wide_source_is_no_deep_source(source):
    parse_source(source, "slope.py")


def test_too_much_source_is_refused():
    assert "more than 128 KiB" in str(failure("x = 1\n" * SOURCE))


def test_warnings_of_the_compiler_are_nobodys_business():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parse_source("x = '\\d'\nassert (x, 'y')\nx is 5\n1()\n", "slope.py")


def test_the_filters_of_other_modules_stay():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        parse_source("x = '\\d'", "slope.py")
        compile("x = '\\d'", "other.py", "exec")
    assert len(seen) == 1


def test_nothing_runs():
    parse_source("import sys\nsys.exit(5)\n1/0\n", "slope.py")


@settings(max_examples=400)
@given(st.text(max_size=80) | st.text(st.sampled_from("()[]{}'\"\\\n\t #:=,.-+fxif not lambda"), max_size=120))
def test_any_text_is_a_tree_or_a_submission_error(source):
    try:
        parse_source(source.replace("\0", "").encode("utf-8", "replace").decode(), "slope.py")
    except SubmissionError as error:
        assert "\n" not in str(error)
        assert all(line.isprintable() for line in error.detail.splitlines())


@given(st.text())
def test_plain_text_is_one_printable_line(text):
    shown = plain(text, 50)
    assert len(shown) <= 50
    assert shown.isprintable()
    shown.encode("utf-8")


def test_the_rooms_need_no_module_that_only_linux_has():
    code = (
        "import sys\n"
        "for name in ('fcntl', 'resource', 'pwd', 'grp', 'termios', 'posix_ipc'): sys.modules[name] = None\n"
        "import grader.course, grader.submission, grader.course.policy, grader.course.state\n"
        "from grader.submission import pack, read_packed, Packed\n"
        "import pathlib\n"
        "root = pathlib.Path(sys.argv[1])\n"
        "(root / 'slope.py').write_text('def f(): pass')\n"
        "assert read_packed(pack(root), slug='slope').files\n"
        "grader.course.state_folder()\n"
        "heavy = {'torch', 'nbformat', 'jsonschema', 'sqlalchemy', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    import os
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "GRADER_STATE": f"{folder}/state"}
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code, folder],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
    assert done.returncode == 0, done.stderr
