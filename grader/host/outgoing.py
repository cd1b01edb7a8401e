"""Reports on their way out: as files in a folder, or posted to a webhook; signed, and in the view that was chosen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.host.deliveries import SendError
from grader.host.fetch import Fetcher, host_of
from grader.host.signing import sign_bytes, sign_report
from grader.host.view import as_student
from grader.host.write import write_whole
from grader.report import from_json, to_json
from grader.store.delivery_rows import Parcel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from grader.host.destinations import Destination
    from grader.host.host import Host
    from grader.host.keys import KeyRing
    from grader.store.delivery_rows import Change, Delivery, Kind

__all__ = ["FolderSender", "WebhookSender", "next_report", "report_parcels"]


def report_parcels(change: Change, destination: Destination) -> tuple[Parcel, ...]:
    """What a change calls for. A report that is made anew goes out anew."""
    payload = {"view": destination.view, "token": change.token, "exercise": change.exercise}
    ways: list[tuple[Kind, str, str | None]] = [
        ("webhook", "url", destination.webhook),
        ("folder", "folder", destination.folder),
    ]
    return tuple(
        Parcel(
            kind,
            change.course,
            {name: where, "submission": change.submission},
            payload,
            student=change.student,
            submission=change.submission,
        )
        for kind, name, where in ways
        if where
    )


def next_report(parcel: Parcel, last: Parcel | None) -> Parcel | None:
    """The parcel, unless the same was put in last."""
    return None if last is not None and last.payload == parcel.payload else parcel


class _ReportSender:
    """What both ways share: the report is read when it leaves, so that it is the one that counts by then."""

    def __init__(self, hosts: Mapping[str, Host], keys: KeyRing) -> None:
        self._hosts = hosts
        self._keys = keys

    def restate(self, delivery: Delivery, now: datetime) -> dict[str, Any]:
        """As it is."""
        del now
        return delivery.parcel.payload

    def _document(self, parcel: Parcel) -> dict[str, Any]:
        host = self._hosts.get(parcel.course)
        found = None if host is None or parcel.submission is None else host.store.report(parcel.submission)
        if host is None or found is None:
            raise SendError("the report is no longer here")
        report = from_json(found)
        if parcel.payload["view"] == "student":
            report = as_student(host, report)
        return sign_report(json.loads(to_json(report)), self._keys.signing())


class WebhookSender(_ReportSender):
    """Posts `{"event": "report", "delivery", "report"}`, with a detached JWS over the body's bytes in a header."""

    def send(self, delivery: Delivery, payload: dict[str, Any]) -> None:
        """Post it. Raises `SendError`: no answer, or none of success."""
        del payload
        parcel = delivery.parcel
        url = parcel.target["url"]
        told = {"event": "report", "delivery": delivery.id, "report": self._document(parcel)}
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "Grade-Delivery": str(delivery.id),
            "Grade-Signature": sign_bytes(body, self._keys.signing(), "grader-webhook"),
        }
        try:
            with Fetcher([host_of(url)]) as session:
                status = session.post(url, data=body, headers=headers).status_code
        except OSError as error:
            raise SendError(f"{type(error).__name__}: {ascii(str(error)[:200])[1:-1]}", is_down=True) from error
        if not 200 <= status < 300:
            raise SendError(f"the webhook answered {status}")


class FolderSender(_ReportSender):
    """Writes `<folder>/<course>/<student>/<exercise>-<submission>.json`, whole or not at all."""

    def send(self, delivery: Delivery, payload: dict[str, Any]) -> None:
        """Write it. Raises `SendError`: it can't be written."""
        parcel = delivery.parcel
        document = self._document(parcel)
        folder = Path(parcel.target["folder"]) / parcel.course / str(parcel.student)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            name = f"{payload['exercise']}-{parcel.submission}.json"
            write_whole(folder / name, json.dumps(document, ensure_ascii=False, indent=2).encode())
        except OSError as error:
            raise SendError(f"{folder} can't be written: {error.strerror}", is_down=True) from error
