"""The server's post: what each change calls for, and who brings it where it goes."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING

from grader.errors import UserError
from grader.host.deliveries import Courier, utc_now
from grader.host.destinations import read_destinations
from grader.host.keys import lti_keys, report_keys
from grader.host.lti.scores import ScoreSender, next_score, score_parcels
from grader.host.outgoing import FolderSender, WebhookSender, next_report, report_parcels

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from grader.host.deliveries import Sender
    from grader.host.host import Host
    from grader.store import Store
    from grader.store.delivery_rows import Change, Kind, Parcel

    Wanted = list[tuple[Parcel, Callable[[Parcel | None], Parcel | None]]]

__all__ = ["open_post", "send_scores_of"]

_log = logging.getLogger("grader.deliveries")


def open_post(
    store: Store, hosts: Mapping[str, Host], data: Path, *, clock: Callable[[], datetime] | None = None
) -> Courier:
    """The courier of a server with these courses and this data folder, not yet started."""

    def plan(change: Change, now: datetime) -> Wanted:
        host = hosts.get(change.course)
        if host is None:
            return []  # of a course that is not served now
        wanted = _scores(host, change.student, change.exercise, now)
        destination = read_destinations(data).get(change.course)
        if destination is not None:
            wanted += [
                (parcel, functools.partial(next_report, parcel)) for parcel in report_parcels(change, destination)
            ]
        return wanted

    reports = report_keys(data)
    senders: dict[Kind, Sender] = {
        "ags": ScoreSender(store, lti_keys(data)),
        "webhook": WebhookSender(hosts, reports),
        "folder": FolderSender(hosts, reports),
    }
    return Courier(store, plan, senders, place=data / "posted", clock=clock or utc_now)


def send_scores_of(host: Host, student: str, exercise: str) -> None:
    """Put what a student has by now into the outbox: their LMS has just become known."""
    now = host.now()
    for parcel, decide in _scores(host, student, exercise, now):
        host.store.deliveries.put(now, decide, parcel)


def _scores(host: Host, student: str, slug: str, now: datetime) -> Wanted:
    try:
        parcels = score_parcels(host, student, slug)
    except (UserError, ValueError, LookupError):  # the exercise is gone from the course, or its report is odd
        _log.exception("a score was not looked at")
        return []
    return [(parcel, functools.partial(_next_score, parcel, now)) for parcel in parcels]


def _next_score(parcel: Parcel, now: datetime, last: Parcel | None) -> Parcel | None:
    return next_score(parcel, last, now)
