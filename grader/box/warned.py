"""Warnings of the student's code, kept for the judge to give again."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from grader.wire.breach import CannotCross
from grader.wire.builtin import error_name
from grader.wire.messages import Warned

__all__ = ["Warnings"]

_MOST = 200


class Warnings:
    """Takes the place of the note on stderr."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._kept: list[tuple[Warning, str, int]] = []

    def listen(self) -> None:
        """From now on every warning is kept, also one that was given before."""
        warnings.simplefilter("always")
        warnings.showwarning = self._keep

    def take(self, add: Callable[[Any], int]) -> list[Warned]:
        """What was warned of since the last time; `add` gives the node of a category of the student's own."""
        kept, self._kept = self._kept, []
        return [_describe(warning, file.removeprefix(f"{self._folder}/"), line, add) for warning, file, line in kept]

    def _keep(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: object = None,
        line: object = None,
    ) -> None:
        del file, line
        if len(self._kept) < _MOST:
            warning = message if isinstance(message, Warning) else category(message)
            self._kept.append((warning, str(filename), int(lineno)))


def _describe(warning: Warning, file: str, line: int, add: Callable[[Any], int]) -> Warned:
    kind = type(warning)
    builtin = next(filter(None, map(error_name, kind.__mro__)), "UserWarning")
    held = -1
    if kind.__module__ != "builtins":
        try:
            held = add(kind)
        except CannotCross:
            held = -1
    text = str(warning)[:4000].encode("utf-8", "replace").decode()
    return Warned(builtin, held, text, file[:200].encode("utf-8", "replace").decode(), line)
