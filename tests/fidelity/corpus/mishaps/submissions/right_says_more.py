"""The same, written out."""

import json
import struct
import threading
from pathlib import Path

import numpy as np


def read_text(data):
    return str(data, encoding="utf-8")


def to_ascii(text):
    for place, letter in enumerate(text):
        if ord(letter) > 127:
            raise UnicodeEncodeError("ascii", text, place, place + 1, "ordinal not in range(128)")
    return bytes(map(ord, text))


def read_settings(text):
    return json.JSONDecoder().decode(text)


def price_of(prices, item):
    if item not in prices:
        raise KeyError(item)
    return prices.get(item)


def load(path):
    return Path(path).read_text()


def rename(old, new):
    Path(old).rename(new)


def solve(matrix, right):
    if np.linalg.matrix_rank(matrix) < len(matrix):
        raise np.linalg.LinAlgError("Singular matrix")
    return np.linalg.inv(matrix) @ right


def total(array, axis):
    if not -array.ndim <= axis < array.ndim:
        raise np.exceptions.AxisError(axis, array.ndim)
    return np.add.reduce(array, axis=axis)


def first_number(data):
    if len(data) < 4:
        raise struct.error(f"four bytes, please, not {len(data)}")
    return int.from_bytes(data[:4], "little", signed=True)


def wait_for(barrier):
    try:
        return barrier.wait(timeout=0.01)
    except RuntimeError as error:
        raise threading.BrokenBarrierError("nobody else came") from error


def check_all(values, checks):
    errors = []
    for check in checks:
        try:
            check(values)
        except Exception as error:
            errors += [error]
    if len(errors):
        raise ExceptionGroup("checks failed", tuple(errors))
    return sum(1 for _ in checks)


def countdown(number):
    numbers = list(range(number, 0, -1))
    yield from numbers
    return numbers


def parse_row(row, number):
    numbers = []
    for part in row.split(","):
        try:
            numbers.append(float(part))
        except ValueError as error:
            told = ValueError(*error.args)
            told.add_note(f"in row {number}")
            raise told from None
    return numbers
