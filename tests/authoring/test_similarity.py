from __future__ import annotations

import pytest

from grader.authoring.similarity import compare_students

STUB = '''
import math


def area(shape, sides):
    """The area of a shape."""
    raise NotImplementedError


def log(message):
    with open("log.txt", "a") as stream:
        for line in message.splitlines():
            stream.write(line.strip() + "\\n")
'''
LONG = """
def area(shape, sides):
    if shape == "square":
        return sides[0] ** 2
    if shape == "triangle":
        half = sum(sides) / 2
        product = half
        for side in sides:
            product *= half - side
        return math.sqrt(product)
    if shape == "circle":
        radius = max(sides)
        return math.pi * radius * radius
    total = 0
    for index in range(len(sides) - 1):
        total += sides[index][0] * sides[index + 1][1] - sides[index + 1][0] * sides[index][1]
    return abs(total) / 2
"""
OTHER = """
def area(shape, sides):
    rules = {"square": lambda: math.prod([sides[0], sides[0]]), "triangle": lambda: heron(*sides)}
    return rules.get(shape, lambda: shoelace(sides))()


def heron(a, b, c):
    cosine = (a * a + b * b - c * c) / (2 * a * b)
    return a * b * math.sin(math.acos(cosine)) / 2


def shoelace(points):
    closed = [*points, points[0]]
    return abs(sum((x + u) * (v - y) for (x, y), (u, v) in zip(closed, closed[1:]))) / 2
"""


def rename(source):
    for old, new in {
        "half": "s",
        "product": "p",
        "side ": "edge ",
        "total": "acc",
        "index": "i",
        "radius": "r",
    }.items():
        source = source.replace(old, new)
    return "# my own work\n" + source.replace("    ", "        ")


def compare(**students):
    sources = {name: [(number, source)] for number, (name, source) in enumerate(students.items(), 1)}
    return compare_students(sources, stub=STUB, reference=STUB + LONG)


def test_other_names_and_layout_hide_nothing():
    found = compare(ann=STUB + LONG, ben=STUB + rename(LONG), cleo=STUB + OTHER)
    assert found.can_tell
    assert (found.pairs[0].first, found.pairs[0].second) == ("ann", "ben")
    assert found.pairs[0].share > 0.95
    assert all(pair.share < 0.3 for pair in found.pairs[1:])


def test_what_the_stub_gives_to_everyone_is_nobody_s():
    (pair,) = compare(ann=STUB + OTHER, ben=STUB + LONG).pairs
    assert pair.share < 0.3
    (pair,) = compare(ann=STUB, ben=STUB).pairs
    assert (pair.share, pair.shared) == (0, 0)


def test_a_pair_stands_for_the_two_submissions_that_share_most():
    sources = {"ann": [(1, STUB), (4, STUB + LONG)], "ben": [(2, STUB + OTHER), (3, STUB + rename(LONG)), (5, "")]}
    (pair,) = compare_students(sources, stub=STUB, reference=STUB + LONG).pairs
    assert (pair.first_submission, pair.second_submission) == (4, 3)


def test_little_to_write_is_beyond_what_similarity_can_tell():
    short = "def slope(x):\n    return 2 * x\n"
    found = compare_students(
        {"ann": [(1, short)], "ben": [(2, short)]}, stub="def slope(x):\n    pass\n", reference=short
    )
    assert not found.can_tell


@pytest.mark.parametrize(("students", "can_tell"), [(3, True), (8, False)])
def test_a_class_that_is_alike_throughout_tells_nobody_apart(students, can_tell):
    found = compare(**{f"s{number}": STUB + LONG for number in range(students)})
    assert found.typical == 1
    assert found.can_tell is can_tell


def test_nobody_handed_in():
    assert compare().pairs == ()
