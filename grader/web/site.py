"""What one server serves: its courses, its accounts, and where it is to be found."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from grader.host.keys import KeyRing, report_keys
from grader.web.jobs import Jobs
from grader.web.limits import Limits
from grader.web.shelf import Shelf
from grader.web.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.requests import Request

    from grader.host.accounts import Accounts
    from grader.host.host import Host
    from grader.store import Store
    from grader.web.events import Bus
    from grader.web.grading import Graders
    from grader.web.regrading import Task
    from grader.web.releasing import Release

__all__ = ["Site", "site_of"]


@dataclass(frozen=True)
class Site:
    """Made once by whoever starts the server; the hosts share one store."""

    hosts: Mapping[str, Host]
    """By the course's id."""
    accounts: Accounts
    url: str
    """Where people reach it, without a slash at the end."""
    data: Path
    """The server's own folder."""
    bus: Bus
    graders: Graders
    limits: Limits = field(default_factory=Limits)
    regrades: Jobs[Task] = field(default_factory=lambda: Jobs("regrade", kept=50))
    releases: Jobs[Release] = field(default_factory=lambda: Jobs("release", kept=8))
    """With their bundles."""
    shelf: Shelf = field(default_factory=Shelf)
    streams: Streams = field(default_factory=Streams)

    @property
    def store(self) -> Store:
        """The one that all hosts share."""
        return next(iter(self.hosts.values())).store

    @cached_property
    def keys(self) -> KeyRing:
        """What reports are signed with."""
        return report_keys(self.data)

    @property
    def secure(self) -> bool:
        """Is it reached by https?"""
        return self.url.startswith("https://")


def site_of(request: Request) -> Site:
    """The site that `request` came to."""
    site: Site = request.app.state.site
    return site
