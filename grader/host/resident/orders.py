"""What a command may ask of a resident: typed, capped, and never a path to open or to run."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from grader.submission.caps import CONTAINER

__all__ = ["MOST_DATA", "MOST_ORDER", "Ask", "Judge", "Order", "Status", "Stop", "Submit", "Terminal", "read_order"]

MOST_ORDER = 64 << 10
"""Bytes of an order."""
MOST_DATA = CONTAINER + (1 << 20)
"""Bytes of the file that comes with it."""

Word = Annotated[str, msgspec.Meta(max_length=256)]
Text = Annotated[str, msgspec.Meta(max_length=8192)]
Seed = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Device = Literal["auto", "cpu", "cuda"]


class Terminal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the command's own stdout and stderr are, so that text comes out as if it had made it."""

    out_tty: bool
    err_tty: bool
    out_encoding: Word
    err_encoding: Word
    environ: Annotated[dict[Word, Word], msgspec.Meta(max_length=16)]
    """Those of its variables that say how wide and colourful it is."""


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every order says: the name under which the course is registered here."""

    course: Word


class Submit(Ask, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="submit"):
    """Store, grade and show the file that comes with this; its exit code ends the connection.

    `told` is what the user typed, as a name only: it tells the exercise where `slug` does not.
    """

    key: Word
    name: Word
    told: Text
    slug: Word | None
    student: Text
    device: Device
    seed: Seed | None
    language: Literal["en", "pt"]
    as_json: bool
    who: Literal["staff", "student"]
    terminal: Terminal


class Judge(Ask, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="judge"):
    """Judge the submission that comes with this, and store nothing."""

    slug: Word
    device: Device
    seed: Seed


class Status(Ask, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="status"):
    """Say who you are and what you did."""


class Stop(Ask, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="stop"):
    """Take nothing more, finish what you have, and leave."""


Order = Submit | Judge | Status | Stop

# Made at import, under the import lock: msgspec 0.22 crashes where two threads are the first to look at a type.
_orders = msgspec.json.Decoder(Order)


def read_order(told: bytes) -> Order:
    """The order in these bytes. Raises `msgspec.MsgspecError`."""
    order: Order = _orders.decode(told)
    return order
