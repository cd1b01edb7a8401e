"""Source to a syntax tree that surely compiles; a syntax error shows the student's own line and a caret."""

from __future__ import annotations

import ast
import unicodedata
import warnings

from grader.course.syntax import parse_python
from grader.errors import SubmissionError, Worded, worded
from grader.submission.caps import SOURCE, in_words
from grader.submission.scan import refuse_deep

__all__ = ["parse_source", "plain", "plain_words"]

_FILE = "<submission>"
_WIDTH = 100


def parse_source(source: str, where: str) -> ast.Module:
    """The syntax tree of `source`; nothing in it runs. `where` names it: `slope.py`, `slope.ipynb, cell 3`.

    Raises:
        SubmissionError: it does not compile, or is too large or too deep to try.
    """
    if len(source) > SOURCE:
        raise SubmissionError(
            worded("{where}: more than {size} of Python.", where=where, size=in_words(SOURCE)),
            worded("Load data in the tests, not here."),
        )
    refuse_deep(source, where)
    # Not catch_warnings, which changes the filters of every thread of this process and puts old ones back.
    warnings.filterwarnings("ignore", module=_FILE)
    try:
        tree = parse_python(source, _FILE)
        compile(source, _FILE, "exec", dont_inherit=True, optimize=0)
    except SyntaxError as error:
        raise _explain(error, source, where) from None
    except (RecursionError, MemoryError, OverflowError, SystemError):
        raise SubmissionError(
            worded("{where}: an expression is nested too deeply to check.", where=where), worded("Split it up.")
        ) from None
    except ValueError as error:
        raise SubmissionError(
            worded("{where}: Python can't compile it: {error}.", where=where, error=plain(str(error)))
        ) from None
    return tree


def _explain(error: SyntaxError, source: str, where: str) -> SubmissionError:
    lines = source.split("\n")
    number = min(max(error.lineno or 1, 1), len(lines))
    reason = plain(error.msg or "invalid syntax").replace(f" ({_FILE}, line {number})", "")
    detail = [f"{where}, line {number}", *_caret(lines[number - 1], error), f"{type(error).__name__}: {reason}"]
    comma = ", " if " cell " in where else ": "
    return SubmissionError(
        worded("{where}{comma}line {number}: {reason}.", where=where, comma=comma, number=number, reason=reason),
        worded("Mend it and try again."),
        "\n".join(detail),
    )


def _caret(line: str, error: SyntaxError) -> list[str]:
    offset = error.offset or 0
    if (error.text is not None and error.text.strip() != line.strip()) or not 0 < offset <= len(line) + 1:
        # Inside an f-string the offset counts from the expression, so a caret would point at the wrong place.
        return [f"    {plain(line.strip(), _WIDTH)}"]
    start = len(line) - len(line.lstrip())
    if offset - 1 - start > _WIDTH - 20:
        start = offset - 1 - _WIDTH // 2
    shown = plain(line[start:].rstrip(), _WIDTH)
    before = plain(line[start : offset - 1], _WIDTH) if offset - 1 > start else ""
    columns = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in before)
    return [f"    {shown}", f"    {' ' * columns}^"]


def plain_words(text: str) -> str:
    """`plain`, of each value where the text knows what it was made of."""
    if not isinstance(text, Worded):
        return plain(text)
    values = {key: plain_words(one) if isinstance(one, str) else one for key, one in text.values.items()}
    return worded(text.template, **values)


def plain(text: str, limit: int = 200) -> str:
    r"""`text` on one line, cut to `limit`; what steers a terminal reads as `\x1b`, a tab as a space."""
    cut = text[: limit + 1].replace("\t", " ")
    shown = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cut)
    return shown if len(shown) <= limit else shown[: limit - 3] + "..."
