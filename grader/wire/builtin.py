"""The exceptions that may cross: built-in ones but those that end a program or a test run, and some of libraries."""

from __future__ import annotations

import builtins
import configparser
import csv
import dataclasses
import decimal
import json
import queue
import statistics

import numpy as np

__all__ = ["BUILTIN_ERRORS", "error_name"]

BUILTIN_ERRORS: dict[str, type[Exception | SystemExit]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and not issubclass(kind, BaseExceptionGroup)
    and kind.__name__ == name
} | {"SystemExit": SystemExit}
"""What a box may raise in the judge: never KeyboardInterrupt, GeneratorExit or a test runner's own outcomes."""

BUILTIN_ERRORS |= {
    f"{kind.__module__}.{kind.__qualname__}": kind
    for kind in (
        dataclasses.FrozenInstanceError,
        json.JSONDecodeError,
        statistics.StatisticsError,
        queue.Empty,
        queue.Full,
        csv.Error,
        decimal.InvalidOperation,
        decimal.DivisionByZero,
        configparser.Error,
        configparser.NoSectionError,
        configparser.NoOptionError,
        np.linalg.LinAlgError,
        np.exceptions.AxisError,
    )
}


def error_name(kind: type) -> str:
    """The name of a class of exceptions as it crosses; empty for one that does not."""
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return name if BUILTIN_ERRORS.get(name) is kind else ""
