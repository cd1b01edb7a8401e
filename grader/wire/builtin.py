"""The exceptions that may cross: built-in ones but those that end a program or a test run, and some of libraries."""

from __future__ import annotations

import argparse
import asyncio
import binascii
import builtins
import configparser
import copy
import csv
import dataclasses
import decimal
import io
import json
import pathlib
import pickle
import queue
import re
import shutil
import statistics
import struct
import threading
import zipfile
import zlib
from typing import Any

import numpy as np
import torch

__all__ = ["BUILTIN_ERRORS", "error_name", "make_error", "parts_of"]

BUILTIN_ERRORS: dict[str, type[Exception | SystemExit]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and kind.__name__ == name
} | {"SystemExit": SystemExit}
"""What a box may raise in the judge: never KeyboardInterrupt, GeneratorExit or a test runner's own outcomes."""

BUILTIN_ERRORS |= {
    f"{kind.__module__}.{kind.__qualname__}": kind
    for kind in (
        argparse.ArgumentTypeError,
        asyncio.InvalidStateError,
        asyncio.QueueEmpty,
        asyncio.QueueFull,
        binascii.Error,
        configparser.Error,
        configparser.NoOptionError,
        configparser.NoSectionError,
        copy.Error,
        csv.Error,
        dataclasses.FrozenInstanceError,
        decimal.DivisionByZero,
        decimal.Inexact,
        decimal.InvalidOperation,
        decimal.Overflow,
        io.UnsupportedOperation,
        json.JSONDecodeError,
        np.exceptions.AxisError,
        np.exceptions.ComplexWarning,
        np.exceptions.DTypePromotionError,
        np.exceptions.RankWarning,
        np.exceptions.VisibleDeprecationWarning,
        np.linalg.LinAlgError,
        pickle.PickleError,
        pickle.PicklingError,
        pickle.UnpicklingError,
        queue.Empty,
        queue.Full,
        re.error,
        shutil.Error,
        statistics.StatisticsError,
        struct.error,
        threading.BrokenBarrierError,
        torch.OutOfMemoryError,
        vars(torch.linalg)["LinAlgError"],
        zipfile.BadZipFile,
        zlib.error,
    )
}
_MAX_PARTS = 8
_NOTHING = type(None)
_PLAIN = frozenset({str, int, float, bool, complex, bytes, _NOTHING})
_UNICODE = {
    UnicodeDecodeError: (str, bytes, int, int, str),
    UnicodeEncodeError: (str, str, int, int, str),
    UnicodeTranslateError: (str, int, int, str),
}


def error_name(kind: type) -> str:
    """The name of a class of exceptions as it crosses; empty for one that does not."""
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return name if BUILTIN_ERRORS.get(name) is kind else ""


def parts_of(error: BaseException) -> tuple[Any, ...]:
    """What its constructor takes to make it again: most often its arguments."""
    if type(error.args) is not tuple:
        return ()
    if isinstance(error, OSError) and len(error.args) == 2 and error.filename is not None:
        other = () if error.filename2 is None else (None, error.filename2)
        return (*error.args, error.filename, *other)  # which its constructor puts elsewhere
    if type(error) is json.JSONDecodeError:
        return error.msg, error.doc, error.pos
    if type(error) is re.error:
        return error.msg, error.pattern, error.pos
    if type(error) is ExceptionGroup:
        return error.message, error.exceptions
    return error.args[:_MAX_PARTS]


def make_error(kind: type[Exception | SystemExit], parts: tuple[Any, ...]) -> Exception | SystemExit:
    """The exception again. Raises `TypeError` or `ValueError` for parts that its constructor is not to be given.

    Some constructors, and what they make, believe what they are told: of places in a text, or by printing it.
    """
    if kind is ExceptionGroup:
        _check_group(parts)
    elif kind in _UNICODE:
        _check_place(kind, parts)
    elif issubclass(kind, (OSError, SystemExit)):
        _check_kinds(parts, {int, str, bytes, _NOTHING, pathlib.PosixPath})
    elif kind.__module__ != "builtins" or issubclass(kind, SyntaxError):
        _check_kinds(parts, _PLAIN)
    return kind(*parts)


def _check_group(parts: tuple[Any, ...]) -> None:
    if tuple(map(type, parts)) != (str, tuple) or not all(isinstance(one, Exception) for one in parts[1]):
        raise TypeError("no such group of exceptions")


def _check_kinds(parts: tuple[Any, ...], kinds: Any) -> None:
    if any(type(part) not in kinds for part in parts):
        raise TypeError("parts of another kind")


def _check_place(kind: type, parts: tuple[Any, ...]) -> None:
    """Where in a text a letter is wrong: `str()` of such an error looks there."""
    if tuple(map(type, parts)) != _UNICODE[kind]:
        raise TypeError("parts of another kind")
    start, end = parts[-3], parts[-2]
    if not 0 <= start <= end <= len(parts[-4]):
        raise ValueError("a place outside of the text")
