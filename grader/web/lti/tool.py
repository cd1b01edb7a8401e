"""What the addresses of LTI share: the way in, and the keys that LMSes know this server by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

from grader.host.keys import lti_keys
from grader.host.lti.launches import Launches

if TYPE_CHECKING:
    from datetime import datetime

    from grader.web.site import Site

__all__ = ["Tool", "sent_by", "tool_of"]


class Tool:
    """This server as an LMS sees it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.launches = Launches(site.store, site.url)
        self.keys = lti_keys(site.data)

    def now(self) -> datetime:
        """The time by the clock of the courses."""
        return next(iter(self.site.hosts.values())).now()


def tool_of(request: Request) -> Tool:
    """The tool that `request` came to."""
    tool: Tool = request.app.state.lti
    return tool


async def sent_by(request: Request) -> dict[str, str]:
    """What was sent, as a query or a form; the first value of each name, files left out."""
    sent = dict(request.query_params)
    if request.method == "POST":
        form = await request.form()
        sent |= {name: value for name, value in form.items() if isinstance(value, str)}
    return sent
