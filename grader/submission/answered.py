"""Module or notebook: where both lie in a folder, which one did the student work in?"""

from __future__ import annotations

from grader.errors import SubmissionError
from grader.submission.notebook import read_notebook

__all__ = ["LEFT_OPEN", "answered_in_notebook"]

LEFT_OPEN = "# YOUR CODE HERE"
"""What a stub has in place of an answer."""


def answered_in_notebook(module: bytes, notebook: bytes) -> bool:
    """Does the notebook leave fewer answers open than the module? Not where either is no such file."""
    still = module.decode("utf-8", "replace").count(LEFT_OPEN)
    if not still:
        return False
    try:
        cells, _ = read_notebook(notebook, "notebook")
    except SubmissionError:
        return False
    return still > sum(cell.source.count(LEFT_OPEN) for cell in cells)
