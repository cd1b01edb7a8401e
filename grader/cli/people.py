"""Opening the people of a server; of a course's own state too, for what is done to one person's data."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.backup import state_of
from grader.cli.server_data import open_data
from grader.cli.store_option import store_in, store_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from grader.cli.options import Settings
    from grader.host.accounts import Accounts
    from grader.store import Store

__all__ = ["open_accounts", "open_store", "place_option"]


def place_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--data DIR` and `--store WHERE`."""
    kind = click.Path(path_type=Path, file_okay=False)
    text = "The server's folder. Default: the course's own state."
    with_data: Callable[..., Any] = click.option("--data", type=kind, metavar="DIR", help=text)(store_option(function))
    return with_data


@contextmanager
def open_store(settings: Settings, data: Path | None) -> Iterator[tuple[Store, Path]]:
    """The store that --store or --data names, else the course's own, with the folder that goes with it."""
    from grader.store import Store

    folder = state_of(settings, data)
    with Store.open(store_in(folder)) as store:
        yield store, folder


@contextmanager
def open_accounts(data: Path | None) -> Iterator[Accounts]:
    """The accounts of a server: the one that --data names, else the one that `grade serve` runs without it."""
    from grader.host.accounts import Accounts

    with open_data(data) as (_, store):
        yield Accounts(store)
