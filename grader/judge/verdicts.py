"""What the judge says of a submission: one `TestVerdict` a test, and what came before the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "Cells",
    "Curve",
    "Diagnosed",
    "Figure",
    "Observed",
    "Status",
    "Surface",
    "TestVerdict",
    "Verdicts",
    "Visibility",
    "Wording",
]

Status = Literal["passed", "failed", "error", "timeout", "memory", "crashed", "not_run", "skipped"]
Visibility = Literal["visible", "hidden", "after_due_date", "secret"]


@dataclass(frozen=True, slots=True)
class Curve:
    """One named line of a figure; points are finite floats, at most 2,000."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    panel: int = 0
    """Which of the figure's panels it belongs to."""
    marked: bool = True
    """Whether its points are marked: they were computed one by one, and are no smooth curve."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A table of numbers that colours make easy to take in; at most 16 by 16. None: there is no number."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    """Row by row; finite and not negative: the darker, the larger."""


@dataclass(frozen=True, slots=True)
class Surface:
    """Heights over a plane, at most 40 by 40, seen from above: the ground that curves run over."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    heights: tuple[tuple[float, ...], ...]
    """`heights[j][i]` is that at `(x[i], y[j])`."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot as data: lines, on one or several panels or over a surface, or cells. The report draws it."""

    title: str
    x_label: str
    y_label: str
    curves: tuple[Curve, ...]
    alt: str
    """What it shows, in words."""
    panels: tuple[str, ...] = ()
    """Titles of the panels, side by side; empty: there is one, without a title."""
    surface: Surface | None = None
    cells: Cells | None = None
    """With cells there are no curves."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a message of ours is made of, so that a report can say it in another language."""

    template: str
    """A key of the catalogue of errors."""
    values: dict[str, int | str | Wording] = field(default_factory=dict)
    """Under `what`, text of the suite's author; else Python literals, or wordings in their turn."""


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """The misconception whose answers were the student's, in all calls that could be compared."""

    misconception: str
    """Its id in the exercise's misconceptions.py."""
    confidence: float
    """In (0, 1]: how well it is told apart from the reference and from other misconceptions."""


@dataclass(frozen=True, slots=True)
class Observed:
    """How the student's answers differ from the right ones, where no misconception explains it."""

    kind: str
    """ratio, sign, transposed, broadcast, shape, one_element, only_bias, after_first_step, dtype, nan and so on."""
    facts: dict[str, float | str | int] = field(default_factory=dict)
    """What can be said of it that gives away neither inputs nor expected values."""


@dataclass(frozen=True, slots=True)
class TestVerdict:
    """The outcome of one test of the hidden suite. All of it is for staff; views hide what students may not see."""

    name: str
    """pytest's node id without the file, for instance `TestStep::test_bias[2-3]`."""
    title: str
    """First line of the docstring, else the name in words."""
    status: Status
    weight: float
    """From `points`; scaled to the exercise's points by the host."""
    visibility: Visibility = "hidden"
    task: int | None = None
    gpu: bool = False
    message: str = ""
    """What was tested and what went wrong: assertion text or exception text. Student text may be in it."""
    wording: Wording | None = None
    """Of the message, where it is ours."""
    student_line: str = ""
    """The line of the student's own code where an exception arose: "line 7: return w - lr * g", else empty."""
    expected: str | None = None
    got: str | None = None
    call: str | None = None
    """The call that went wrong, as Python: `weight_slope(6, 10, 3)`."""
    stdout: str = ""
    cell: int | None = None
    """Notebook cell in which the student's exception arose."""
    duration_s: float = 0.0
    figures: tuple[Figure, ...] = ()
    """Of visible tests only."""
    diagnosis: Diagnosed | None = None
    """Known only after the run; so is `observation`, which stands where no diagnosis does."""
    observation: Observed | None = None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All that judging one submission gave."""

    tests: tuple[TestVerdict, ...]
    """In suite order; exactly the expected set."""
    import_output: str = ""
    """What the student's code printed while it was imported for the visible tests."""
    import_error: str = ""
    """Why the import failed, as the student may see it: their own exception with line or cell; else empty."""
    isolation: str = "full"
    device: str = "cpu"
    seed: int = 0
    suite_sha256: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    start_s: float = 0.0
    """Seconds from the request to the first test: forks and import."""
    run_s: float = 0.0
