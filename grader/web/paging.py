"""Lists come in pages: `after` names the last one that the caller has, `next` what to ask for then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["After", "Limit", "Page", "cut"]

T = TypeVar("T")

After = Annotated[int, Query(ge=0, le=2**53, description="The `next` of the page before; 0: from the beginning.")]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]


class Page(BaseModel, Generic[T]):
    """Some of a list, oldest first."""

    items: list[T]
    next: int | None = Field(description="What to give as `after` for the next page; null: this is the last.")


def cut(items: Sequence[T], numbers: Sequence[int], limit: int) -> Page[T]:
    """A page of at most `limit`: give one item more than that, where there is one, with each its number."""
    return Page(items=list(items[:limit]), next=numbers[limit - 1] if len(items) > limit else None)
