"""What `grade validate` finds of one exercise, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from grader.authoring.mutants import Mutant
from grader.authoring.tolerance import Gap

__all__ = ["Flaky", "Problem", "Proof", "Strength", "Subject", "Validation"]

Subject = Literal["reference", "stub"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. An "error" stops a release, "advice" only `validate --strict`, a "warning" nothing."""

    severity: Literal["error", "advice", "warning"]
    text: str


@dataclass(frozen=True, slots=True)
class Proof:
    """All runs of the suite on a subject whose result is known beforehand, on one device."""

    subject: Subject
    device: str
    seeds: tuple[int, ...]
    score: float
    """The one that is furthest from what it must be."""
    max_score: float
    unexpected: dict[str, tuple[int, ...]]
    """Tests that the reference failed, or that the stub passed, each with the seeds."""

    @property
    def ok(self) -> bool:
        """Did it come out as it must?"""
        return not self.unexpected


@dataclass(frozen=True, slots=True)
class Flaky:
    """A test that one subject passed on some seeds and failed on others."""

    subject: Subject
    device: str
    test: str
    passed: tuple[int, ...]
    failed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """How well the suite tells right from wrong."""

    alternatives: tuple[str, ...] = ()
    """Right answers that were tried, by name."""
    misconceptions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Each with what it is diagnosed as: itself, if all is well."""
    mutants: int = 0
    killed: int = 0
    equivalent: dict[str, str] = field(default_factory=dict)
    """Mutants that live and are known to do the same, with the reason."""
    survivors: tuple[Mutant, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def mutation_score(self) -> float:
        """Of the mutants that can be killed, the share that is."""
        able = self.mutants - len(self.equivalent)
        return self.killed / able if able else 1.0


@dataclass(frozen=True, slots=True)
class Validation:
    """All that was found of one exercise: a row of the table that `grade validate` prints."""

    slug: str
    problems: tuple[Problem, ...]
    proofs: tuple[Proof, ...]
    flaky: tuple[Flaky, ...]
    strength: Strength | None = None
    """None: not asked for, or there was an error before."""

    @property
    def ok(self) -> bool:
        """May students get this exercise?"""
        errors = any(problem.severity == "error" for problem in self.problems)
        return bool(self.proofs) and not errors and not self.flaky and all(proof.ok for proof in self.proofs)

    @property
    def strict_ok(self) -> bool:
        """Is the suite as good as the shipped course's must be?"""
        return self.ok and all(problem.severity == "warning" for problem in self.problems)
