"""What must be in no student's view, whatever the attack: numbers of hidden tests, and anything that a page or terminal runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?|-?\d+")
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def hidden_pairs(staff: dict[str, Any]) -> set[tuple[str, str]]:
    """Numbers that stand next to each other in what hidden tests showed to staff and visible ones did not.

    One number of two decimals may well occur twice in a course; two in a row are an input that got out.
    """
    hidden: set[tuple[str, str]] = set()
    shown: set[tuple[str, str]] = set()
    for test in staff["tests"]:
        into = shown if test["visibility"] == "visible" else hidden
        for line in test["stdout"].splitlines():
            into |= _pairs(line)
    return {pair for pair in hidden - shown if all("." in number and len(number) > 3 for number in pair)}


def leaked_pairs(student: dict[str, Any], hidden: set[tuple[str, str]]) -> list[str]:
    """Where hidden inputs stand in a student's view."""
    texts = {"submission_output": student["submission_output"], "summary": str(student["summary"])}
    for test in student["tests"]:
        texts[test["name"]] = " ".join(
            str(test[key]) for key in ("name", "title", "message", "expected", "got", "call", "stdout")
        )
    return [f"{name}: {sorted(found)[:3]}" for name, text in texts.items() if (found := _pairs(text) & hidden)]


def open_fields(student: dict[str, Any], source: str) -> list[str]:
    """Fields of hidden tests that say more than they may: the message may be a line of the student's own file, as handed in."""
    lines = {line.strip()[:200] for line in source.splitlines()}
    found = []
    for test in student["tests"]:
        if test["visibility"] == "visible":
            continue
        found += [f"{test['name']}.{key}" for key in ("expected", "got", "call", "stdout") if test[key]]
        own = re.fullmatch(r"(?:cell \d+, )?line \d+: (.*)", test["message"])
        if test["message"] and not (own and _flat(own[1]) in {_flat(line) for line in lines}):
            found.append(f"{test['name']}.message {test['message'][:80]!r}")
    return found


def told_figures(student: dict[str, Any]) -> list[str]:
    """Observations of hidden tests with a number that code could choose: more than a factor up to 4, or one too many."""
    found = []
    for test in student["tests"]:
        if test["visibility"] != "visible" and test["diagnosis"] is None:
            figures = set(_NUMBER.findall(test["observation"] or ""))
            found += [f"{test['name']}: {test['observation']}"] if figures - {*"01234", "-1", "-2", "-3", "-4"} else []
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())


def steering(terminal: str) -> list[str]:
    """Control characters but newline, C1 codes, marks that turn text round, lone surrogates."""
    return sorted({f"U+{ord(found):04X}" for found in _STEERING.findall(terminal)})


def active_content(page: str) -> list[str]:
    """Everything in a page that could run or fetch."""
    parser = _Page()
    parser.feed(page)
    parser.close()
    return parser.found


class _Page(HTMLParser):
    """Collects handlers, fetched addresses and elements that a report never has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("iframe", "object", "embed", "base", "form", "audio", "video", "foreignobject"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            text = (value or "").strip().lower()
            if tag == "img" and name == "src" and text.startswith("data:image/svg+xml;base64,"):
                continue  # a figure of ours: a browser runs and fetches nothing inside of an image
            if name.startswith("on") or text.startswith(("javascript:", "data:text")):
                self.found.append(f"{name}={text[:40]}")
            if name in ("src", "srcset", "action", "poster", "data") or (
                name in ("href", "xlink:href") and not text.startswith("#")
            ):
                self.found.append(f"{name}={text[:40]}")

    handle_startendtag = handle_starttag


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(_NUMBER.findall(text)))
