"""Make a box zygote warm: everything whose first use is slow, and what students import, since a box mounts little."""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import warnings
import zoneinfo

from grader.box.policy import library_folders
from grader.box.seccomp import assemble_ahead
from grader.box.settle import settle_ahead

__all__ = ["PRELOAD", "forget_absent_devices", "warm_torch", "warm_up"]

# Modules that need a library outside the mounted folders (ssl, sqlite3, ctypes, lzma) can't be imported later at all.
_STANDARD = """
    abc argparse array ast asyncio atexit base64 bisect builtins bz2 calendar cmath codecs collections
    collections.abc colorsys concurrent.futures configparser contextlib contextvars copy csv ctypes dataclasses
    datetime decimal difflib dis doctest enum errno fnmatch fractions functools gc getpass glob gzip hashlib heapq
    html hmac importlib inspect io itertools json keyword linecache locale logging lzma math numbers operator os
    os.path pathlib pickle pkgutil platform pprint queue random re reprlib sched secrets select selectors shlex
    shutil signal socket sqlite3 ssl stat statistics string struct subprocess sys tempfile textwrap threading time
    timeit token tokenize traceback types typing unicodedata unittest unittest.mock uuid warnings weakref
    xml.etree.ElementTree zipfile zlib zoneinfo encodings.ascii
""".split()

PRELOAD: tuple[str, ...] = (
    "torch",
    "numpy",
    "torch.nn.functional",
    "torch.optim",
    "torch.utils.data",
    "matplotlib",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
)
"""What a box zygote must import; torch first, so that it is held to one thread before anything uses it."""


def warm_up(argument: bytes) -> None:
    """Run each slow first use once, and leave nothing of it behind; `argument` is not used."""
    del argument
    for name in _STANDARD:
        with contextlib.suppress(ImportError):  # some builds of Python lack lzma, sqlite3 or ssl
            importlib.import_module(name)
    zoneinfo.reset_tzpath(())  # a box does not see the system's time zones: those of the tzdata package are found
    warm_torch()
    _draw_once()
    assemble_ahead()
    settle_ahead(library_folders())
    from grader.box.practice import practise  # torch comes first, held to one thread

    practise()


def forget_absent_devices() -> None:
    """Have `torch.manual_seed` seed the CPU alone, in a process that computes nowhere else.

    It leaves a note for each kind of device that may come to be used later, with the source lines of the whole call
    stack: 4 ms each time.
    """
    for name in ("torch.cuda.random", "torch.xpu.random", "torch.mtia"):
        seeds = sys.modules.get(name)
        if hasattr(seeds, "_lazy_call"):
            seeds._lazy_call = _forget  # type: ignore[union-attr]  # noqa: SLF001 -- not public, so left alone if absent


def _forget(*_notes: object, **_how: object) -> None:
    """Leave no note."""


def warm_torch() -> None:
    """Pay for the first optimizer, the first steps, the first backward pass, the first save and load."""
    import torch

    state = torch.get_rng_state()
    model = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.Flatten(), torch.nn.Linear(8, 1))
    for kind in (torch.optim.SGD, torch.optim.Adam):
        optimizer = kind(model.parameters(), lr=0.1)  # the first one imports torch._dynamo
        for _ in range(2):
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(model(torch.randn(2, 1, 4, 4)), torch.zeros(2, 1))
            torch.autograd.backward(loss)
            optimizer.step()
    weights = torch.randn(3, 3, dtype=torch.float64, requires_grad=True)
    torch.autograd.backward((weights @ weights).relu().sum())
    buffer = io.BytesIO()
    torch.save(model.state_dict(), buffer)
    buffer.seek(0)
    torch.load(buffer, weights_only=True)
    torch.set_rng_state(state)


def _draw_once() -> None:
    import matplotlib.pyplot as plt

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        figure, axes = plt.subplots()
        axes.plot([0, 1], [0, 1], label="$x^2$")
        axes.set_title("warm")
        axes.legend()
        for kind in ("png", "svg"):
            figure.savefig(io.BytesIO(), format=kind)
        plt.close(figure)
