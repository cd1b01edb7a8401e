"""A course of two exercises with dates and limits, for tests of host and commands."""

from __future__ import annotations

from pathlib import Path

COURSE = """\
id: small
title: {{en: Small course, pt: Curso pequeno}}
timezone: Europe/Lisbon
languages: [en, pt]
exercises:
  - slug: slope
    title: {{en: Slope, pt: Declive}}
    points: 6
    release: {release}
    due: {due}
    late: {{grace: 1h, penalty_per_day: 0.1, max_days: 3}}
    attempts: 5
    cooldown: 5m
  - slug: bend
    title: {{en: Bend, pt: Curva}}
    points: 3
    counts: latest
"""
REFERENCE = '''"""The reference."""


def weight_slope(prediction, target, node_value):
    """The slope."""
    ### BEGIN SOLUTION
    # sign factor rate late secret
    return 2 * (prediction - target) * node_value
    ### END SOLUTION
'''
EXAMPLES = """\
from {slug} import weight_slope


def test_the_slope_of_the_slide():
    '''The slide's own numbers.'''
    assert weight_slope(6, 10, 3) == -24


def test_a_flat_place_has_no_slope():
    assert weight_slope(10, 10, 3) == 0
"""


def write_course(
    root: Path, *, suites: bool = True, release: str = "2026-03-01 09:00", due: str = "2026-03-14 23:59"
) -> Path:
    """The course folder; without `suites` it is what students have."""
    root.mkdir(parents=True, exist_ok=True)
    write_dates(root, release, due)
    for slug in ("slope", "bend"):
        stub = root / "exercises" / slug
        stub.mkdir(parents=True)
        (stub / f"{slug}.py").write_text(
            "def weight_slope(prediction, target, node_value):\n    raise NotImplementedError\n"
        )
        (stub / "test_examples.py").write_text(EXAMPLES.format(slug=slug))
        (stub / "README.md").write_text("# Read me\n")
        if suites:
            suite = root / "solutions" / slug
            suite.mkdir(parents=True)
            (suite / f"{slug}.py").write_text(REFERENCE)
            (suite / f"test_{slug}.py").write_text("def test_sign():\n    assert True\n")
            (suite / "test_examples.py").write_text(EXAMPLES.format(slug=slug))
            (suite / "README.md").write_text("# Read me\n")
    return root


def write_dates(root: Path, release: str, due: str) -> None:
    """Give the course other dates (local time in Lisbon)."""
    (root / "course.yaml").write_text(COURSE.format(release=release, due=due))


HINTS = """\
no_two:
  en: {says: The factor 2 is missing., hints: [Look at the square., Derive z**2., At z = 3 it is 6.]}
  pt: {says: Falta o fator 2., hints: [Repare no quadrado., Derive z**2 em z., Em z = 3 é 6.]}
ascent:
  en: {says: The step goes uphill., hints: [Which way is downhill?, B, C]}
"""


def write_hints(root: Path, slug: str = "bend") -> Path:
    """Give the exercise hints on what the fake engine diagnoses by `as_no_two` and `as_ascent`."""
    file = root / "solutions" / slug / "hints.yaml"
    file.write_text(HINTS, "utf-8")
    return file


def answer(words: str = "") -> bytes:
    """A submission that defines what is asked; its words decide which tests of the fake engine pass."""
    return f"{words}\ndef weight_slope(prediction, target, node_value):\n    return 2\n".encode()
