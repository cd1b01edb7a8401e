"""Reads what others wrote, and says what was wrong with it."""

import json
import os
import struct
import threading

import numpy as np


def read_text(data):
    return data.decode("utf-8")


def to_ascii(text):
    return text.encode("ascii")


def read_settings(text):
    return json.loads(text)


def price_of(prices, item):
    return prices[item]


def load(path):
    with open(path) as file:
        return file.read()


def rename(old, new):
    os.rename(old, new)


def solve(matrix, right):
    return np.linalg.solve(matrix, right)


def total(array, axis):
    return array.sum(axis=axis)


def first_number(data):
    return struct.unpack_from("<i", data)[0]


def wait_for(barrier):
    try:
        return barrier.wait(timeout=0.01)
    except threading.BrokenBarrierError:
        raise threading.BrokenBarrierError("nobody else came") from None


def check_all(values, checks):
    """Raises a group of what went wrong."""
    errors = []
    for check in checks:
        try:
            check(values)
        except ValueError as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("checks failed", errors)
    return len(checks)


def countdown(number):
    """Gives back what it said at its end."""
    said = []
    while number:
        said.append(number)
        yield number
        number -= 1
    return said


def parse_row(row, number):
    try:
        return [float(part) for part in row.split(",")]
    except ValueError as error:
        error.add_note(f"in row {number}")
        raise
