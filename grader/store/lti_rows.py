"""LTI platforms and links as they go into the store and come out, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Link", "Pending", "Platform"]


@dataclass(frozen=True, slots=True)
class Platform:
    """An LMS that an administrator let in."""

    issuer: str
    client_id: str
    deployments: tuple[str, ...]
    """Empty: any."""
    auth_url: str
    token_url: str
    jwks_url: str
    course: str | None = None
    """The course that every launch of it leads to; None: its courses are connected one by one."""
    hosts: tuple[str, ...] = ()
    """Where its services may be reached, beside the hosts of its three addresses."""
    id: int = 0
    """0 until it is stored."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place in an LMS that leads here; with an empty `resource_link` a whole course of it."""

    platform: int
    deployment: str
    context: str
    resource_link: str
    course: str
    exercise: str | None = None
    line_item: str | None = None
    line_items_url: str | None = None
    memberships_url: str | None = None
    id: int = 0
    """0 until it is stored."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What was begun under a state that only its beginner knows."""

    state: str
    platform: int | None
    data: dict[str, Any]
