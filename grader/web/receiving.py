"""A file taken in from the network: stored first, and only then graded by whoever's turn it is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from grader.errors import SubmissionError, worded
from grader.submission import Packed
from grader.submission.caps import CONTAINER, in_words
from grader.web.problem import Problem

if TYPE_CHECKING:
    from datetime import datetime

    from grader.store.rows import Received
    from grader.web.access import Desk
    from grader.web.site import Site

__all__ = ["receive"]

NAME = 200
"""Characters kept of what the student called the file; it is data, never a path."""
_KINDS = (".py", ".ipynb", ".zip")


def receive(
    site: Site,
    desk: Desk,
    packed: Packed,
    *,
    key: str,
    language: str,
    device: str = "auto",
    claimed_at: datetime | None = None,
) -> Received:
    """The submission, on disk; `key` sent again by the same person gives the same one.

    Raises:
        Problem: 409 for who hands nothing in here, or used the key for another exercise; 429 too often.
        RefusalError: closed, not yet open, no attempts left, cooling down.
        KeyReusedError: the key was used for another file.
        SubmissionError: no file that could be graded.
    """
    seat, student = desk.seat, desk.seat.student
    site.limits.take("submission", seat.viewer.public_id)
    name = packed.name[-NAME:]
    if not name.lower().endswith(_KINDS):
        raise SubmissionError(
            worded("{name} is no .py, .ipynb or .zip.", name=name), worded("Send one of these, or a folder.")
        )
    if len(packed.data) > CONTAINER:
        raise SubmissionError(
            worded("{name} is larger than {size}.", name=name, size=in_words(CONTAINER)),
            worded("Clear outputs, leave out data."),
        )
    own_key = hashlib.sha256(f"{seat.viewer.public_id}\0{key}".encode()).hexdigest()  # nobody meets another's key
    received = seat.host.accept(
        student,
        Packed(name, packed.data),
        desk.exercise.slug,
        key=own_key,
        device=device,
        language=language,
        claimed_at=claimed_at,
        claim=False,
    )
    if received.row.exercise != desk.exercise.slug:
        raise Problem(409, "key_reused")
    if received.is_new:
        site.graders.wake()
    return received
