"""How well a suite tells right from wrong: tried on right answers, misconceptions and mutants of the reference."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from grader.authoring.alternatives import read_alternatives
from grader.authoring.findings import Problem, Strength
from grader.authoring.folder import read_reference_files
from grader.authoring.matrix import check_matrix, read_matrix
from grader.authoring.mutants import EQUIVALENT, Mutant, make_mutants, read_equivalent
from grader.authoring.reorder import reorder
from grader.authoring.tolerance import NARROW, measure_gaps
from grader.judge.trial_messages import Trial, Tried

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from grader.authoring.tolerance import Gap

__all__ = ["LEAST_KILLED", "Subjects", "Try", "measure", "read_wrong_and_right"]

Try = Callable[[Sequence[Trial]], list[Tried]]
"""Tries the suite of one exercise on each of these subjects."""

LEAST_KILLED = 0.95
_SEEDS = (0, 1, 2, 3, 4)
_FEW_SEEDS = (0, 1, 2)
_MATRIX_SEEDS = (0, 1)
_KINDS = ("right", "rounded", "wrong", "explained", "mutant")
_SLACK_S, _TIMES = 1.0, 20.0
"""A mutant is given this much more time for a test than the reference took for its slowest."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """What is tried beside the reference, by name."""

    right: dict[str, Trial]
    """Must score full: the alternatives."""
    rounded: dict[str, Trial]
    """The reference with other rounding: expected to score full."""
    mutants: tuple[Mutant, ...]
    equivalent: dict[str, str]


def read_wrong_and_right(folder: Path) -> Subjects:
    """All that an exercise has to try its suite on.

    Raises: CourseError when a file of it can't be read.
    """
    slug = folder.name
    sources = read_reference_files(folder)
    right = {name: Trial("", "", sources={f"{slug}.py": text}) for name, text in read_alternatives(folder).items()}
    rounded = {"the reference in float32": Trial("", "", wrap="narrow")}
    turned = {file: other for file, source in sources.items() if (other := reorder(source)) is not None}
    if turned:
        rounded["the reference summed in another order"] = Trial("", "", sources=turned)
    mutants = tuple(mutant for file, source in sources.items() for mutant in make_mutants(file, source))
    return Subjects(right, rounded, mutants, read_equivalent(folder))


def measure(subjects: Subjects, attempt: Try, weights: Mapping[str, float]) -> tuple[Strength, tuple[Problem, ...]]:
    """Try everything, and say what is to be mended. `weights` are the points of each test."""
    (reference,) = attempt([Trial("", "", list_forms=True)])
    if reference.fault:
        reason = reference.fault.strip().splitlines()[-1]
        return Strength(), (Problem("error", f"The reference and its misconceptions can't be tried: {reason}."),)
    test_s = _SLACK_S + _TIMES * max((test.seconds for test in reference.tests), default=0.0)
    asked: list[tuple[str, str, Trial]] = []
    for kind, some, seeds in (("right", subjects.right, range(20)), ("rounded", subjects.rounded, _FEW_SEEDS)):
        for name, trial in some.items():
            asked += [(kind, name, _with(trial, seed=seed, test_s=test_s)) for seed in seeds]
    for name, count in reference.forms.items():
        for form in range(count):
            one = Trial("", "", misconception=name, form=form, test_s=test_s)
            asked += [("wrong", _name(name, form), _with(one, seed=seed, test_s=test_s)) for seed in _SEEDS]
            asked += [("explained", name, _with(one, seed=seed, test_s=test_s, explain=True)) for seed in _MATRIX_SEEDS]
    for mutant in subjects.mutants:
        trial = Trial("", "", sources={mutant.file: mutant.source}, test_s=test_s, stop=True)
        asked.append(("mutant", mutant.name, trial))
    tried = attempt([trial for _, _, trial in asked])
    found: dict[str, dict[str, list[Tried]]] = {kind: {} for kind in _KINDS}
    for (kind, name, _), came in zip(asked, tried, strict=True):
        found[kind].setdefault(name, []).append(came)
    problems = [
        *_check_right(found["right"]),
        *_check_rounded(found["rounded"]),
        *_check_wrong(found["wrong"], weights),
    ]
    matrix = read_matrix(found["explained"])
    problems += check_matrix(matrix, found["explained"], found["wrong"])
    living = {name for name, (one,) in found["mutant"].items() if not one.failed and not one.fault}
    strength, more = _weigh(subjects, living)
    right = {"the reference": [reference], **found["right"], **found["rounded"]}
    gaps = measure_gaps(right, {**found["wrong"], **found["mutant"]})
    problems += [*more, *_check_gaps(gaps)]
    return dataclasses.replace(strength, misconceptions=matrix, gaps=gaps), tuple(problems)


def _with(trial: Trial, **changes: Any) -> Trial:
    return msgspec.structs.replace(trial, **changes)


def _name(misconception: str, form: int) -> str:
    return f"{misconception}, form {form + 1}" if form else misconception


def _check_right(runs: Mapping[str, list[Tried]]) -> Iterable[Problem]:
    for name, tried in runs.items():
        lost = _fails(tried)
        if lost:
            yield Problem("advice", f"alternatives/{name}.py is right, and loses points: {_list(lost)}.")


def _check_rounded(runs: Mapping[str, list[Tried]]) -> Iterable[Problem]:
    for name, tried in runs.items():
        lost = _fails(tried)
        if lost:
            yield Problem("warning", f"{name[0].upper()}{name[1:]} loses points: {_list(lost)}.")


def _check_wrong(runs: Mapping[str, list[Tried]], weights: Mapping[str, float]) -> Iterable[Problem]:
    for name, tried in runs.items():
        faults = [one.fault for one in tried if one.fault]
        if faults:
            yield Problem("advice", f"The misconception {name} can't be tried: {faults[0].strip().splitlines()[-1]}.")
        spared = [
            seed
            for seed, one in zip(_SEEDS, tried, strict=True)
            if not one.fault and not any(weights.get(test, 1.0) for test in one.failed)
        ]
        if spared:
            seeds = "every seed" if len(spared) == len(_SEEDS) else f"seed {_numbers(spared)}"
            yield Problem("advice", f"The misconception {name} loses no points on {seeds}.")


def _weigh(subjects: Subjects, living: set[str]) -> tuple[Strength, list[Problem]]:
    known = {name: reason for name, reason in subjects.equivalent.items() if name in living}
    survivors = tuple(one for one in subjects.mutants if one.name in living and one.name not in known)
    strength = Strength(
        alternatives=tuple(subjects.right),
        mutants=len(subjects.mutants),
        killed=len(subjects.mutants) - len(living),
        equivalent=known,
        survivors=survivors,
    )
    problems = []
    if strength.mutation_score < LEAST_KILLED:
        share = f"{strength.killed} of {strength.mutants - len(known)} mutants"
        problems.append(Problem("advice", f"The suite kills {share}; at least {LEAST_KILLED:.0%} are wanted."))
    names = {mutant.name for mutant in subjects.mutants}
    for name in subjects.equivalent:
        if name not in names:
            problems.append(Problem("advice", f"{EQUIVALENT} names {name}, and there is no such mutant."))
        elif name not in living:
            problems.append(Problem("advice", f"{EQUIVALENT} calls {name} equivalent, and a test kills it."))
    return strength, problems


def _check_gaps(gaps: Sequence[Gap]) -> Iterable[Problem]:
    for gap in gaps:
        if gap.narrow:
            text = (
                f"{gap.test}: a wrong answer ({gap.wrong_by}) is off by only {gap.factor:.2g} times as much as a right"
                f" one ({gap.right_by}); {NARROW:g} times are wanted."
            )
            yield Problem("warning", text)


def _fails(tried: Sequence[Tried]) -> dict[str, list[int]]:
    """The tests that failed, each with the numbers of the runs, which are their seeds."""
    lost: dict[str, list[int]] = {}
    for seed, one in enumerate(tried):
        for name in one.failed or ([one.fault.strip().splitlines()[-1]] if one.fault else []):
            lost.setdefault(name or "it can't be imported", []).append(seed)
    return lost


def _list(lost: Mapping[str, list[int]]) -> str:
    return "; ".join(f"{name} (seed {_numbers(seeds)})" for name, seeds in lost.items())


def _numbers(seeds: Sequence[int]) -> str:
    shown = ", ".join(map(str, seeds[:5]))
    return shown if len(seeds) <= 5 else f"{shown} and {len(seeds) - 5} more"
