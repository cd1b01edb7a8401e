"""A student's notebook, run cell by cell in the box, without a kernel."""

from __future__ import annotations

import builtins
import types
from collections.abc import Callable, Sequence
from typing import Any

from grader.wire.messages import Problem
from grader.wire.problems import describe

__all__ = ["define_notebook"]


def define_notebook(
    module: types.ModuleType, cells: Sequence[tuple[int, str]], folder: str, add: Callable[[Any], int]
) -> list[Problem]:
    """Run `cells` in order in the namespace of `module`; a cell that fails is named, and later cells still run.

    What a notebook has and a module lacks does nothing (`display`) or says so (`input`).
    """
    builtins.display = _display  # type: ignore[attr-defined]
    builtins.input = _input
    problems = []
    for number, source in cells:
        try:
            exec(compile(source, f"<cell {number}>", "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - the box's purpose
        except BaseException as error:  # noqa: BLE001 - whatever a cell raises is data
            problems.append(describe(error, folder, add, number))
    return problems


def _display(*_values: object, **_options: object) -> None:
    """Notebooks show values; a grader has no screen."""


def _input(_prompt: object = "") -> str:
    raise EOFError("input() has nobody to ask here: give the value a name in the code instead")
