"""Misconception x diagnosed as: is each one known for what it is, and told apart from the others?"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from grader.authoring.findings import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.judge.trial_messages import Tried

__all__ = ["check_matrix", "read_matrix"]


def read_matrix(explained: Mapping[str, Sequence[Tried]]) -> dict[str, tuple[str, ...]]:
    """What each misconception was diagnosed as, on any seed and in any test, itself first; empty: as nothing.

    One seed on which it was not diagnosed as itself is enough to leave itself out.
    """
    matrix = {}
    for name, runs in explained.items():
        said = [{known for _, known in one.diagnosed} for one in runs]
        always = [name] if said and all(name in one for one in said) else []
        matrix[name] = (*always, *sorted(set().union(*said) - {name}))
    return matrix


def check_matrix(
    matrix: Mapping[str, Sequence[str]], explained: Mapping[str, Sequence[Tried]], tried: Mapping[str, Sequence[Tried]]
) -> Iterator[Problem]:
    """What keeps the matrix from being the identity. `tried` are the same misconceptions' plain runs."""
    for name, said in matrix.items():
        faults = [one.fault for one in explained[name] if one.fault]
        if faults:
            text = f"The misconception {name} can't be diagnosed: {faults[0].strip().splitlines()[-1]}."
        elif not said:
            text = f"The misconception {name} is not diagnosed."
        elif said[0] != name:
            text = f"The misconception {name} is diagnosed as {' and '.join(said)}."
        elif len(said) > 1:
            text = f"The misconception {name} is diagnosed as {' and '.join(said[1:])} too."
        else:
            continue
        yield Problem("advice", text)
    unsure = {name for name, said in matrix.items() if list(said) != [name]}
    for one, other in combinations(matrix, 2):
        if {one, other} & unsure and _look(tried.get(one, ())) == _look(tried.get(other, ())):
            yield Problem("advice", f"No test tells the misconceptions {one} and {other} apart.")


def _look(runs: Sequence[Tried]) -> list[list[tuple[str, str, float | None]]]:
    """All that tests saw of it."""
    return [[(test.name, test.status, test.error) for test in one.tests] for one in runs]
