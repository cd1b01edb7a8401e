"""The pytest plugin `grader`: the marks and fixtures a hidden suite may use, with or without the grader around it.

Under plain `pytest solutions/slope` the suite meets the reference: the folder's own module answers `import slope`.
Under the grader the judge binds another subject to that name first, and this plugin leaves it alone.
Nothing heavy is imported here: every pytest run on this machine loads this module.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.judge.figures import Recorder
from grader.judge.reference import exercise_folder, load_reference

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import ModuleType

    import numpy as np
    import torch

    from grader.judge.verdicts import Figure

__all__ = ["DEVICE", "FIGURES", "SEED", "Rng", "load_reference"]

SEED = pytest.StashKey[int]()
"""On `config.stash`: the seed of this run; without it `--grader-seed` holds."""
DEVICE = pytest.StashKey[str]()
"""On `config.stash`: "cpu" or "cuda", where the box computes; without it `--grader-device` holds."""
FIGURES = pytest.StashKey[list["Figure"]]()
"""On `item.stash`: the figures that the test recorded."""

_MARKS = (
    "points(n): what the test is worth",
    "task(n): the number of the task in the README that the test belongs to",
    "visibility(level): 'visible', 'hidden' (without this mark), 'after_due_date' or 'secret'",
    "gpu: needs device 'cuda'; skipped elsewhere",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that a suite's author may set by hand."""
    group = parser.getgroup("grader")
    group.addoption("--grader-seed", type=int, default=0, help="seed of the `rng` fixture")
    group.addoption("--grader-device", choices=("cpu", "cuda"), default="cpu", help="what the `device` fixture says")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks, so that `--strict-markers` knows them."""
    for mark in _MARKS:
        config.addinivalue_line("markers", mark)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let a test file in an exercise's folder import the module that the folder is named after."""
    if isinstance(collector, pytest.Module):
        _offer_own_module(exercise_folder(collector.path))
    return (yield)


def _offer_own_module(folder: Path) -> None:
    slug = folder.name
    own = folder / f"{slug}.py"
    if not own.is_file():
        return
    known = sys.modules.get(slug)
    if known is not None:
        if not _is_sibling(known, own):
            return  # the judge bound a subject, or the name is someone else's
        del sys.modules[slug]  # the same exercise from another folder: `pytest exercises solutions`
    entry = str(folder)
    while entry in sys.path:
        sys.path.remove(entry)
    sys.path.insert(0, entry)


def _is_sibling(module: ModuleType, own: Path) -> bool:
    """Was this module loaded by path from a folder of the same name elsewhere?"""
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and Path(file).parts[-2:] == own.parts[-2:] and Path(file) != own


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a GPU where the box has none."""
    if item.get_closest_marker("gpu") is not None and _device(item.config) != "cuda":
        pytest.skip("needs a GPU")


def _device(config: pytest.Config) -> str:
    return config.stash.get(DEVICE, None) or str(config.getoption("--grader-device"))


class Rng:
    """Random numbers of one test: the same for the same seed and test, whatever ran before.

    `numpy` is a `numpy.random.Generator`, `torch` a `torch.Generator` on the CPU. Both are made when first asked for,
    and neither touches a global random state.
    """

    def __init__(self, seed: int, test: str) -> None:
        self.seed = int.from_bytes(hashlib.sha256(f"{seed}\n{test}".encode()).digest()[:8], "big")

    @cached_property
    def numpy(self) -> np.random.Generator:
        """NumPy's side."""
        import numpy as np

        return np.random.default_rng(self.seed)

    @cached_property
    def torch(self) -> torch.Generator:
        """Torch's side."""
        import torch

        return torch.Generator().manual_seed(self.seed & ((1 << 63) - 1))


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> ModuleType:
    """The reference module of the exercise to which the test file belongs."""
    return load_reference(exercise_folder(request.path))


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> Rng:
    """Seeded random numbers: `rng.numpy` and `rng.torch`."""
    seed = request.config.stash.get(SEED, None)
    if seed is None:
        seed = int(request.config.getoption("--grader-seed"))
    # The folders before the file's name are left out: they depend on where pytest was started.
    file, separator, name = request.node.nodeid.partition("::")
    return Rng(seed, file.rpartition("/")[2] + separator + name)


@pytest.fixture
def device(request: pytest.FixtureRequest) -> str:
    """Where the student's code computes: "cpu" or "cuda"."""
    return _device(request.config)


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Recorder:
    """Records figures for the report: `figure.lines(title, x_label, y_label, alt, **series)`."""
    return Recorder(request.node.stash.setdefault(FIGURES, []))
