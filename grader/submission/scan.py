r"""A rough lexer for text that may not be Python: where statements begin, and how deep expressions nest.

CPython's parser recurses on the C stack. A chain of 4,000 `lambda:` kills an interpreter thread with a small stack,
and 100,000 times `not` keep one busy for a minute, so both are refused before anything is parsed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.errors import SubmissionError, worded
from grader.submission.caps import CHAIN, NESTING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["refuse_deep", "statement_starts"]

_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n]*+ )
  | (?P<string>  (?P<prefix>[bfrtuBFRTU]{0,2})
        (?: \"{3} (?: [^"\\]++ | \\[\s\S] | \"(?!\"\") )*+ (?:\"{3})?
          | '{3}  (?: [^'\\]++ | \\[\s\S] | '(?!'')   )*+ (?:'{3})?
          | \"    (?: [^"\\\n]++ | \\[\s\S] )*+ \"?
          | '     (?: [^'\\\n]++ | \\[\s\S] )*+ '?
        ) )
  | (?P<join>  \\\n )
  | (?P<newline> \n )
  | (?P<open>  [(\[{] )
  | (?P<close> [)\]}] )
  | (?P<comma> [,;] )
  | (?P<word>  \w++ )
  | (?P<sign>  [^\s\w\#"'\\] )
    """,
    re.VERBOSE,
)
_NESTS = frozenset(["and", "await", "else", "for", "if", "in", "is", "lambda", "not", "or", "yield"])
_LINK = re.compile(r"[^\w\s,;:}]|\b(?:and|await|else|for|if|in|is|lambda|not|or|yield)\b")


def refuse_deep(source: str, name: str) -> None:
    """Return if `source` nests no deeper than the parser can safely follow.

    Raises:
        SubmissionError: it does; names the line.
    """
    line, elifs = 1, 0
    links, lambdas = 0, 0
    # Python 3.12 lets an f-string use its own quotes again inside, which seems to end it here: f"{"a" + b}".
    torn = False
    outer: list[tuple[int, int]] = []
    total = 0  # links and lambdas of all open brackets outside the present one
    for token in _TOKEN.finditer(source):
        kind, text = token.lastgroup, token[0]
        if kind == "open":
            outer.append((links, lambdas))
            total += links + lambdas + 1
            links = lambdas = 0
        elif kind == "close" and outer:
            links, lambdas = outer.pop()
            total -= links + lambdas + 1
            links += 1
        elif kind == "newline" and not outer:
            links = lambdas = 0
            torn = False
        elif kind == "comma":
            links = 0  # a comma ends an expression, but not the parameters of a lambda
        elif kind == "sign":
            links += 1
        elif kind == "word" and text in _NESTS:
            links, lambdas = (links, lambdas + 1) if text == "lambda" else (links + 1, lambdas)
        elif kind == "word" and text == "elif":
            elifs += 1
        inside = 0
        if kind == "string":
            inside = len(_LINK.findall(text)) if torn else _links_inside(token["prefix"], text)
            torn = torn or (_formatted(token["prefix"]) and text.count("{") != text.count("}"))
        if len(outer) > NESTING:
            raise SubmissionError(
                worded("{name}: line {line} has more than {most} brackets open.", name=name, line=line, most=NESTING),
                worded("Simplify it."),
            )
        if total + links + lambdas + inside > CHAIN or elifs > CHAIN:
            raise SubmissionError(
                worded("{name}: line {line} ends an expression that is too long to check.", name=name, line=line),
                worded("Split it up."),
            )
        line += text.count("\n")


def statement_starts(source: str) -> Iterator[int]:
    """Offsets at which a logical line begins, blank lines included."""
    yield 0
    depth = 0
    for token in _TOKEN.finditer(source):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "newline" and depth == 0:
            yield token.end()


def _links_inside(prefix: str | None, text: str) -> int:
    """How deep the expressions inside an f-string may nest: anything from its first brace to its last may be one."""
    if not _formatted(prefix):
        return 0
    first, last = text.find("{"), text.rfind("}")
    return len(_LINK.findall(text, first, last)) if 0 <= first < last else 0


def _formatted(prefix: str | None) -> bool:
    return bool(prefix and set(prefix.lower()) & {"f", "t"})
