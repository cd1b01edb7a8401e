"""hints.yaml beside a suite: what each misconception is in one sentence, and up to three hints, by language.

As in `no_two: {en: {says: The slope lacks the 2., hints: [Differentiate the square itself., ..., ...]}, pt: ...}`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.course.document import read_document
from grader.course.misconceptions import MISCONCEPTIONS_FILE, read_misconceptions
from grader.course.schema import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.course.document import Document, KeyPath

__all__ = ["HINTS_FILE", "LEVELS", "Advice", "Hints", "check_hints", "read_hints"]

HINTS_FILE = "hints.yaml"
LEVELS = 3
_LONGEST_SENTENCE = 300
_LONGEST_HINT = 2000
_MOST_WORDS = 160


@dataclass(frozen=True, slots=True)
class Advice:
    """What a student is told of one misconception in one language."""

    says: str
    """One sentence; empty: nobody wrote one."""
    hints: tuple[str, ...] = ()
    """From the gentlest to the most concrete, at most `LEVELS`."""


@dataclass(frozen=True, slots=True)
class Hints:
    """The advice of one exercise, by misconception and language."""

    by_id: dict[str, dict[str, Advice]] = field(default_factory=dict)
    sentences: dict[str, str] = field(default_factory=dict)
    """The English of misconceptions.py, for whatever hints.yaml does not say."""

    def advice(self, misconception: str, language: str) -> Advice:
        """In `language`, else in English, else in whichever there is; else the sentence of misconceptions.py alone."""
        known = self.by_id.get(misconception, {})
        found = known.get(language) or known.get("en") or next(iter(known.values()), None)
        return found or Advice(self.sentences.get(misconception, ""))


def read_hints(folder: Path) -> Hints:
    """The hints of the exercise whose suite lies in `folder`; without hints.yaml the sentences alone.

    Raises:
        CourseError: hints.yaml is there and wrong; names the line, the key and what is expected.
    """
    sentences = read_misconceptions(folder) or {}
    document = _open(folder)
    if document is None:
        return Hints(sentences=sentences)
    value = document.value
    if not isinstance(value, dict):
        raise document.error((), f"expected a mapping of misconceptions, got {shown(value)}")
    return Hints({key: _languages(document, (key,), languages) for key, languages in value.items()}, sentences)


def check_hints(folder: Path, languages: Sequence[str]) -> tuple[str, ...]:
    """What the hints of an exercise lack, a sentence each. None are asked for where there is no hints.yaml.

    Raises:
        CourseError: as `read_hints`; or hints.yaml names a misconception that the exercise does not have.
    """
    known = read_misconceptions(folder)
    hints, document = read_hints(folder), _open(folder)
    if document is None:
        silent = [name for name, sentence in (known or {}).items() if not sentence]
        return tuple(f"{MISCONCEPTIONS_FILE}: {name} has no docstring, so a report can't say it." for name in silent)
    if known is not None:
        for name in hints.by_id:
            if name not in known:
                listed = ", ".join(known) or "none"
                raise document.error((name,), f"no misconception of {MISCONCEPTIONS_FILE}, which has: {listed}")
    lacking = [f"{HINTS_FILE} has nothing on {name}." for name in known or {} if name not in hints.by_id]
    for name, advice in hints.by_id.items():
        where = f"{HINTS_FILE}:{document.line((name,))}: {name}"
        lacking += [f"{where} lacks the language {one!r} of the course." for one in languages if one not in advice]
        for language, one in advice.items():
            where = f"{HINTS_FILE}:{document.line((name, language))}: {name}.{language}"
            if len(one.hints) < LEVELS:
                lacking.append(f"{where} has {len(one.hints)} of {LEVELS} hints.")
            words = [len(hint.split()) for hint in one.hints]
            lacking += [
                f"{where}: hint {level} has {count} words, and nobody reads more than {_MOST_WORDS}."
                for level, count in enumerate(words, 1)
                if count > _MOST_WORDS
            ]
    return tuple(lacking)


def _open(folder: Path) -> Document | None:
    path = folder / HINTS_FILE
    return read_document(path) if path.exists() else None


def _languages(document: Document, path: KeyPath, value: Any) -> dict[str, Advice]:
    if not isinstance(value, dict) or not value:
        raise document.error(path, f"expected a language each such as en and pt, got {shown(value)}")
    for language in value:
        if not (len(language) == 2 and language.isascii() and language.islower()):
            raise document.error((*path, language), f"expected a language code such as en, got {shown(language)}")
    return {language: _advice(document, (*path, language), one) for language, one in value.items()}


def _advice(document: Document, path: KeyPath, value: Any) -> Advice:
    if not isinstance(value, dict):
        raise document.error(path, f"expected the keys says and hints, got {shown(value)}")
    for key in value:
        if key not in ("says", "hints"):
            raise document.error((*path, key), "unknown key; expected says or hints")
    if "says" not in value:
        raise document.error(path, "expected the key 'says', which is missing")
    says = " ".join(_text(document, (*path, "says"), value["says"], _LONGEST_SENTENCE).split())
    hints = value.get("hints", [])
    if not isinstance(hints, list) or len(hints) > LEVELS:
        got = f"{len(hints)}" if isinstance(hints, list) else shown(hints)
        raise document.error((*path, "hints"), f"expected a list of at most {LEVELS} hints, got {got}")
    texts = [_text(document, (*path, "hints", index), hint, _LONGEST_HINT) for index, hint in enumerate(hints)]
    return Advice(says, tuple(texts))


def _text(document: Document, path: KeyPath, value: Any, most: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise document.error(path, f"expected text, got {shown(value)}")
    if len(value) > most:
        raise document.error(path, f"expected at most {most} characters, got {len(value)}")
    return value.strip()
