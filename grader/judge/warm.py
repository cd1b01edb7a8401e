"""What a judge zygote does once, so that its forks need not: import, collect each suite, and shut itself in."""

from __future__ import annotations

import importlib.util
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import torch

from grader.box import leave_network, library_folders, restrict_files
from grader.box.warm import forget_absent_devices, warm_torch
from grader.judge.anew import forget_modules
from grader.judge.channel import Warmth
from grader.judge.main import prepare, read_known
from grader.judge.memory import mount_memory
from grader.judge.practice import practise
from grader.judge.rehearse import import_late, rehearse
from grader.judge.session import open_session, run_suite

__all__ = ["warm"]

_REHEARSALS_S = 5.0
"""For all suites together: what is not found by then is imported by each fork that needs it."""


def warm(argument: bytes) -> None:
    """Prepare this zygote. From here on it and its forks have no network and write only in their scratch folder.

    Raises:
        OSError: the kernel refused to confine it.
    """
    warmth = msgspec.msgpack.decode(argument, type=Warmth)
    tempfile.tempdir = os.environ["TMPDIR"] = warmth.scratch
    warm_torch()
    forget_absent_devices()  # judges stay on the CPU
    torch.testing.assert_close(torch.ones(2), torch.ones(2))  # the first one is slow
    # The suites' bytecode goes where we may write; all that is heavy is imported by now, from its own bytecode.
    sys.pycache_prefix = f"{warmth.scratch}/pycache"
    for slug in warmth.slugs:
        _collect(Path(warmth.course, "solutions", slug), slug, f"{warmth.scratch}/{os.getpid()}")
    practise(Path(warmth.scratch, "practice"))
    sys.dont_write_bytecode = True
    ready = prepare(Path(warmth.course, "solutions"))
    if warmth.confine:
        leave_network(lambda: mount_memory(warmth.scratch))
        restrict_files(
            readable=[warmth.course, *library_folders(), str(Path(__file__).parents[1]), "/dev", "/proc"],
            writable=[warmth.scratch, warmth.files, os.devnull],
        )
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    deadline = time.monotonic() + _REHEARSALS_S
    for slug in warmth.slugs:
        rehearsal = Path(warmth.scratch, f"rehearsal-{slug}")
        import_late(rehearse(ready, Path(warmth.course, "solutions", slug), rehearsal, deadline))
        shutil.rmtree(rehearsal, ignore_errors=True)


def _collect(suite: Path, slug: str, scratch: str) -> None:
    """Have pytest rewrite and cache the suite's bytecode, then forget the modules: each fork binds its own subject."""
    path = list(sys.path)
    sys.path.insert(0, str(suite))
    spec = importlib.util.spec_from_file_location(slug, suite / f"{slug}.py")
    try:
        if spec is not None and spec.loader is not None:
            module = importlib.util.module_from_spec(spec)
            sys.modules[slug] = module
            spec.loader.exec_module(module)
            read_known(suite)
            run_suite(open_session(suite.parent), suite, Path(scratch), collect_only=True)
    except Exception:  # noqa: BLE001, S110 - a broken suite is reported when it is run, to whoever runs it
        pass
    sys.modules.pop(slug, None)
    forget_modules(suite)
    sys.path[:] = path
