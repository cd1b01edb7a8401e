"""What an attack's docstring claims, and whether a graded attack holds it.

A docstring has one line of what the attack is, then `Exercise:`, `Tries:` and `Holds:`. `Holds:` is clauses by `;`:

    score < full      score == 0      score == full (a right answer that must not be punished)
    some a|b          at least one test has one of these statuses
    only a|b          every test that did not pass has one of these statuses
    never TEXT        TEXT is in no view of the report, the staff's included
    html never TEXT   TEXT is not in the page
    no WHAT           one of `EVERYWHERE`: named for the reader, checked for every attack
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"
_ARENA, _HOME = "/arena", "/arena/home"
"""Stand in an attack for the folder with course, state and hand-ins, and for the home of who grades: it knows both."""
EVERYWHERE = ("process", "file", "hidden input", "control characters", "formula", "forged report")
_FIELD = re.compile(r"^(Exercise|Tries|Holds): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Attack:
    """One file of the corpus."""

    name: str
    path: Path
    summary: str
    exercise: str
    tries: str
    holds: tuple[str, ...]

    def source(self, arena: Path, home: Path) -> str:
        """What is handed in where these are the folder of the run and the home of who grades."""
        return self.path.read_text(encoding="utf-8").replace(_HOME, str(home)).replace(_ARENA, str(arena))


@dataclass(frozen=True)
class Views:
    """What came of an attack: the staff's report as data, the student's as data, page and terminal text."""

    staff: dict[str, Any]
    student: dict[str, Any]
    student_json: str
    page: str
    terminal: str


def read_attacks() -> tuple[Attack, ...]:
    """All attacks by name. The files are parsed, never run: running one is what the sandbox is for."""
    return tuple(_read(path) for path in sorted(CORPUS.glob("*.py")))


def _read(path: Path) -> Attack:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    fields = dict(_FIELD.findall(text))
    holds = tuple(clause.strip() for clause in fields["Holds"].split(";"))
    return Attack(path.stem, path, text.partition("\n")[0], fields["Exercise"], fields["Tries"], holds)


def broken_claims(attack: Attack, views: Views) -> list[str]:
    """The clauses that do not hold, with what was seen instead."""
    return [f"{clause!r}: {seen}" for clause in attack.holds if (seen := _contradiction(clause, views))]


def _contradiction(clause: str, views: Views) -> str:
    staff = views.staff
    statuses = [test["status"] for test in staff["tests"]]
    marks = f"score {staff['score']} of {staff['max_score']}, {', '.join(statuses)}"
    match clause.split(" ", 1):
        case ["score", "< full"]:
            return "" if staff["score"] is not None and staff["score"] < staff["max_score"] else marks
        case ["score", "== full"]:
            return "" if staff["score"] == staff["max_score"] else marks
        case ["score", "== 0"]:
            return "" if staff["score"] == 0 else marks
        case ["some", names]:
            return "" if set(names.split("|")) & set(statuses) else marks
        case ["only", names]:
            return "" if set(statuses) <= {"passed", *names.split("|")} else marks
        case ["never", text]:
            everything = {
                "student": views.student_json,
                "page": views.page,
                "terminal": views.terminal,
                "staff": str(staff),
            }
            return ", ".join(f"in the {name} view" for name, view in everything.items() if text in view)
        case ["html", never]:
            return "in the page" if never.removeprefix("never ") in views.page else ""
        case ["no", what] if what in EVERYWHERE:
            return ""
    return "is no clause that tests/attacks/claims.py knows"
