"""Do students' files show what a hidden test asks, or what it expects?

Only calls that are the same on every seed can be shown; they are known from running the suite on the reference. A call
is recognised by its numbers that say something: two digits or more that are not zeros. It is shown where all of them
stand within a few lines of each other. What visible tests ask too, or what the examples show, is shown on purpose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from grader.judge.trial_messages import Call

__all__ = ["find_fixed", "find_shown"]

_NUMBER = re.compile(r"(?<![\w.])[-\u2212]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_NEAR = 4
"""Lines that belong together."""
_FEW = 3
"""So many arguments are recognised without the answer."""


def find_fixed(runs: Sequence[Iterable[Call]]) -> tuple[Call, ...]:
    """The calls that every run makes, with the same numbers, in the order of the first; runs differ in their seed."""
    first, *others = [list(run) for run in runs]
    known = [{_key(call) for call in run} for run in others]
    return tuple({_key(call): call for call in first if all(_key(call) in run for run in known)}.values())


def find_shown(
    fixed: Iterable[Call], visible: Collection[str], files: Mapping[str, str], examples: str
) -> tuple[str, ...]:
    """A sentence for each hidden call that `files`, texts by name, show. `visible` names the tests that all see."""
    fixed = list(fixed)
    on_purpose = {(call.function, tuple(call.given)) for call in fixed if call.test in visible}
    found = []
    for call in fixed:
        if call.test in visible or (call.function, tuple(call.given)) in on_purpose:
            continue
        given, answer = _telling(call.given), _telling(call.answer)
        if not (len(given) >= _FEW or (answer and len(given) + len(answer) > 1)):
            continue
        wanted = (given + answer) if answer else given
        if _find(wanted, examples, near=len(examples)):
            continue
        for name, text in files.items():
            line = _find(wanted, text, near=_NEAR)
            if line:
                numbers = ", ".join(f"{number:g}" for number in call.given[:6])
                found.append(f"{name}:{line} shows what {call.test} asks: {call.function} on {numbers}.")
                break
    return tuple(dict.fromkeys(found))


def _key(call: Call) -> tuple[str, str, tuple[float, ...]]:
    return call.test, call.function, tuple(call.given)


def _telling(numbers: Iterable[float]) -> list[float]:
    return [
        number for number in numbers if len(re.sub(r"e.*", "", f"{abs(number):.12g}").replace(".", "").strip("0")) > 1
    ]


def _find(wanted: list[float], text: str, *, near: int) -> int:
    """The first line from which on all numbers stand within `near` lines, each rounded as the text has it; else 0."""
    lines = [[_read(match) for match in _NUMBER.findall(line)] for line in text.splitlines()]
    for number, line in enumerate(lines, 1):
        if not any(_is(one, shown) for shown in line for one in wanted):
            continue
        window = [shown for following in lines[number - 1 : number - 1 + near] for shown in following]
        if all(any(_is(one, shown) for shown in window) for one in wanted):
            return number
    return 0


def _read(text: str) -> tuple[float, int]:
    """A number, and how many digits it has after the point."""
    plain = text.replace("\u2212", "-")
    return float(plain), len(plain.partition(".")[2]) if "e" not in plain.lower() else 12


def _is(number: float, shown: tuple[float, int]) -> bool:
    value, digits = shown
    return abs(round(number, digits) - value) < 0.5 * 10.0**-digits and bool(_telling([value]))
