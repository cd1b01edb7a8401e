"""A file taken in from the network: stored first, and only then graded by whoever's turn it is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from grader.submission import Packed

if TYPE_CHECKING:
    from grader.store.rows import Received
    from grader.web.access import Desk
    from grader.web.site import Site

__all__ = ["receive"]

NAME = 200
"""Characters kept of what the student called the file; it is data, never a path."""


def receive(
    site: Site,
    desk: Desk,
    packed: Packed,
    *,
    key: str,
    language: str,
    device: str = "auto",
) -> Received:
    """The submission, on disk; `key` sent again by the same person gives the same one.

    Raises:
        RefusalError: closed, no attempts left, cooling down.
        UsageError: the key was used for another file.
    """
    seat = desk.seat
    own_key = hashlib.sha256(f"{seat.viewer.public_id}\0{key}".encode()).hexdigest()  # nobody meets another's key
    received = seat.host.accept(
        seat.student,
        Packed(packed.name[:NAME], packed.data),
        desk.exercise.slug,
        key=own_key,
        device=device,
        language=language,
        claim=False,
    )
    if received.is_new and site.graders is not None:
        site.graders.wake()
    return received
