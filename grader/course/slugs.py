"""Which names an exercise may have: a slug is a folder, a module and a column, on every system."""

from __future__ import annotations

import keyword
import re
import sys

__all__ = ["SLUG", "refuse_slug"]

SLUG = re.compile(r"[a-z][a-z0-9_]{0,63}")

_LIBRARIES = frozenset(
    [
        "conftest",
        "filelock",
        "fsspec",
        "functorch",
        "grader",
        "jinja2",
        "markupsafe",
        "matplotlib",
        "mpmath",
        "networkx",
        "numpy",
        "pandas",
        "pip",
        "pylab",
        "pytest",
        "scipy",
        "setuptools",
        "sklearn",
        "sympy",
        "torch",
        "torchgen",
        "torchvision",
    ]
)
_AUTHORS = frozenset(
    ["test_examples", "misconceptions", "hints", "alternatives", "reference", "reports", "course", "exercises"]
)
# Windows opens a device for these, whatever the suffix.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10))]
)


def refuse_slug(slug: str) -> str:
    """Why `slug` can't name an exercise, or empty when it can."""
    if not SLUG.fullmatch(slug):
        return "small letters, digits and '_', starting with a letter, are expected"
    if keyword.iskeyword(slug):
        return "it is a Python keyword"
    if slug in sys.stdlib_module_names or slug in _LIBRARIES:
        return f"students could no longer import the module {slug!r}"
    if slug in _AUTHORS or slug.startswith("test_"):
        return "the grader uses this name itself"
    if slug in _DEVICES:
        return "Windows can't have a folder of this name"
    return ""
