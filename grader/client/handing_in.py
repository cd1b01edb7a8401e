"""A file to the server, once however often it is sent, and then test by test what comes of it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
from httpx_sse import EventSource, SSEError

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.client.api import Api
    from grader.client.outbox import Parcel

__all__ = ["DONE", "Accepted", "follow", "hand_in"]

DONE = ("graded", "rejected", "grader_error")
_POLL_S = 2.0


@dataclass(frozen=True, slots=True)
class Accepted:
    """A submission that is on the server's disk."""

    id: int
    attempt: int
    state: str
    position: int | None


def hand_in(api: Api, parcel: Parcel, *, waited: bool = False) -> Accepted:
    """Send what is in the parcel; sent again, it is the same submission. Raises as `Api.send` does.

    `waited`: it could not be sent when it was handed in, so say when that was.
    """
    form = {"device": parcel.device, "language": parcel.language}
    if waited:
        form["claimed_at"] = parcel.claimed_at
    answer = api.send(
        "POST",
        f"/courses/{parcel.course}/exercises/{parcel.slug}/submissions",
        data=form,
        files={"file": (parcel.name, parcel.data, "application/octet-stream")},
        headers={"Idempotency-Key": parcel.key},
    ).json()
    return Accepted(answer["id"], answer["attempt"], answer["state"], answer.get("position"))


def follow(api: Api, submission: int, on_event: Callable[[str, dict[str, Any]], None]) -> str:
    """Tell `on_event` of each `state` and `test` event, once, until the submission is graded; its state then.

    A broken connection is taken up where it broke; where events don't come through at all, the state is asked for.

    Raises:
        UnreachableError: the server is gone for long. The submission is not lost.
    """
    last_id, broken = "", 0
    while broken < 3:
        try:
            with api.stream(
                f"/submissions/{submission}/events", {"Last-Event-ID": last_id} if last_id else {}
            ) as answer:
                if not answer.is_success:
                    break
                for event in EventSource(answer).iter_sse():
                    last_id, broken = event.id or last_id, 0
                    facts = json.loads(event.data or "{}")
                    if event.event == "done":
                        return str(facts["state"])
                    on_event(event.event, facts)
        except (httpx.TransportError, SSEError, ValueError):
            pass
        broken += 1
        time.sleep(0.3 * 2**broken)
    return _poll(api, submission, on_event)


def _poll(api: Api, submission: int, on_event: Callable[[str, dict[str, Any]], None]) -> str:
    shown: tuple[str, int | None] | None = None
    while True:
        row = api.get(f"/submissions/{submission}")
        if row["state"] in DONE:
            return str(row["state"])
        now = (row["state"], row.get("position"))
        if now != shown:
            shown = now
            on_event("state", {"state": now[0], "position": now[1]})
        time.sleep(_POLL_S)
