"""Opening the people of a server, or of a course's own state."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.backup import state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from grader.cli.options import Settings
    from grader.host.accounts import Accounts
    from grader.store import Store

__all__ = ["data_option", "open_accounts", "open_store"]

data_option: Callable[[Any], Any] = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The server's folder. Default: the course's own state.",
)


@contextmanager
def open_store(settings: Settings, data: Path | None) -> Iterator[tuple[Store, Path]]:
    """The store that --data names, else the course's own, with the folder that it lies in."""
    from grader.store import Store

    folder = state_of(settings, data)
    with Store.open(folder / "grader.db") as store:
        yield store, folder


@contextmanager
def open_accounts(settings: Settings, data: Path | None) -> Iterator[Accounts]:
    """The accounts of the same."""
    from grader.host.accounts import Accounts

    with open_store(settings, data) as (store, _):
        yield Accounts(store)
