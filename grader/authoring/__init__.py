"""What an instructor runs: release an exercise to students, validate it."""

from grader.authoring.findings import Flaky, Problem, Proof, Strength, Validation
from grader.authoring.gates import Judge, read_subjects
from grader.authoring.release import release
from grader.authoring.stub import write_stub
from grader.authoring.validate import validate

__all__ = [
    "Flaky",
    "Judge",
    "Problem",
    "Proof",
    "Strength",
    "Validation",
    "read_subjects",
    "release",
    "validate",
    "write_stub",
]
