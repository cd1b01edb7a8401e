"""Submissions: a .py, notebook, folder or zip to a validated, hashed `Submission`; student code never runs here."""

from grader.submission.model import Cell, Submission
from grader.submission.naming import guess_slug
from grader.submission.pack import Packed, pack
from grader.submission.read import read_packed, read_submission

__all__ = ["Cell", "Packed", "Submission", "guess_slug", "pack", "read_packed", "read_submission"]
