"""The data folder of a server, for commands that look after it while it runs or rests."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.errors import UsageError, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.store import Store

__all__ = ["data_folder", "data_option", "open_data"]


def data_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--data DIR`, as `grade serve` has it."""
    kind = click.Path(path_type=Path, file_okay=False)
    text = "The server's folder. Default: that of `grade serve`."
    return click.option("--data", type=kind, metavar="DIR", help=text)(function)


def data_folder(data: Path | None) -> Path:
    """The folder that is meant, made for its owner only.

    Raises:
        UsageError: it can't be made.
    """
    from grader.course.state import state_folder

    folder = state_folder() / "server" if data is None else data
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            worded("Can't make {folder}: {reason}.", folder=folder, reason=error.strerror),
            worded("Name another folder: --data DIR"),
        ) from error
    return folder


@contextmanager
def open_data(data: Path | None) -> Iterator[tuple[Path, Store]]:
    """The folder and its store; a server may be at work on both."""
    from grader.cli.store_option import store_in
    from grader.store import Store

    folder = data_folder(data)
    with Store.open(store_in(folder)) as store:
        yield folder, store
