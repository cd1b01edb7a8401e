"""`--store`: which database, where it is not the file in the state or data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

__all__ = ["named_store", "store_in", "store_option"]

_KEY = "grader.store"


def _note(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    context.meta[_KEY] = value


store_option: Callable[[Any], Any] = click.option(
    "--store",
    metavar="WHERE",
    expose_value=False,
    callback=_note,
    help="The database: a file, or postgresql://user@host/name. Default: GRADER_STORE, else a file in the folder.",
)
"""Noted for `store_in`; no argument of the command."""


def named_store() -> str | None:
    """What --store names."""
    named: str | None = click.get_current_context().meta.get(_KEY)
    return named


def store_in(folder: Path) -> Path | str:
    """What --store names, else GRADER_STORE, else the file in this folder."""
    from grader.host.state import store_place

    return named_store() or store_place(folder)
