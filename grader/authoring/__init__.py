"""What an instructor runs: release an exercise to students, validate it."""

from grader.authoring.release import release
from grader.authoring.stub import write_stub
from grader.authoring.validate import Flaky, Judge, Problem, Proof, Validation, read_subjects, validate

__all__ = ["Flaky", "Judge", "Problem", "Proof", "Validation", "read_subjects", "release", "validate", "write_stub"]
