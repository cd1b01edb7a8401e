"""Scores for an LMS, by its Assignment and Grade Services: what is sent, and when it is sent again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiException, LtiServiceException
from pylti1p3.grade import Grade
from pylti1p3.lineitem import LineItem

from grader.host.deliveries import SendError
from grader.host.lti.claims import LINE_ITEM, SCORE
from grader.host.lti.connector import Connector, Tokens
from grader.report import from_json
from grader.store.delivery_rows import Parcel

if TYPE_CHECKING:
    from grader.host.host import Host
    from grader.host.keys import KeyRing
    from grader.store import Store
    from grader.store.delivery_rows import Delivery
    from grader.store.lti_rows import Link, Platform

__all__ = ["ScoreSender", "next_score", "score_parcels"]

_TICK = timedelta(milliseconds=1)


def score_parcels(host: Host, student: str, slug: str) -> tuple[Parcel, ...]:
    """What every LMS that the student came from should know of an exercise now; empty where there is nothing to say.

    The score that counts goes out, with the summary as comment. While a fault of ours is all that there is, the LMS
    hears `Failed` and no score: a score that is missing is not a zero.
    """
    places = host.store.lti.places_of(host.course.id, slug, student)
    payload = _standing(host, student, slug) if places else None
    if payload is None:
        return ()
    submission = int(payload.pop("submission"))
    return tuple(
        Parcel("ags", host.course.id, _target(link, sub), payload, student=student, submission=submission)
        for link, sub in places
    )


def next_score(parcel: Parcel, last: Parcel | None, now: datetime) -> Parcel | None:
    """The parcel with its time, later than the last one's; None when the LMS was told the same last."""
    if last is not None and _told(last) == _told(parcel):
        return None
    return replace(parcel, payload=_later(parcel.payload, None if last is None else last.payload, now))


class ScoreSender:
    """Sends scores; a line item is made on first use where the LMS lets us and has none."""

    def __init__(self, store: Store, keys: KeyRing) -> None:
        self._store = store
        self._keys = keys
        self._tokens = Tokens()

    def restate(self, delivery: Delivery, now: datetime) -> dict[str, Any]:
        """What a further try says: as before, at a later time, since the LMS may have taken the earlier one."""
        payload = delivery.parcel.payload
        return _later(payload, payload if delivery.tries else None, now, least=payload["timestamp"])

    def send(self, delivery: Delivery, payload: dict[str, Any]) -> None:
        """Send a score.

        Raises:
            SendError: it was not taken.
        """
        target = delivery.parcel.target
        link = self._store.lti.link_of(target["link"])
        platform = None if link is None else self._store.lti.platform(link.platform)
        if link is None or platform is None:
            raise SendError("the place in the LMS is no longer known")
        try:
            self._put(platform, link, _grade(payload, target["sub"]), payload["max"])
        except LtiServiceException as error:
            if error.response.status_code == 401:
                self._tokens.forget(platform.id)
            said = error.response.text[:200]
            raise SendError(f"the LMS answered {error.response.status_code}: {ascii(said)[1:-1]}") from error
        except (OSError, LtiException, ValueError, KeyError, TypeError) as error:  # network, refusal, an odd answer
            why = f"{type(error).__name__}: {ascii(str(error)[:200])[1:-1]}"
            raise SendError(why, is_down=isinstance(error, OSError)) from error

    def _put(self, platform: Platform, link: Link, grade: Grade, most: float) -> None:
        scopes = [SCORE] if link.line_item else [LINE_ITEM, SCORE]
        data: Any = {"scope": scopes, "lineitem": link.line_item, "lineitems": link.line_items_url}
        service = AssignmentsGradesService(Connector(platform, self._keys, self._tokens), data)
        if not link.line_item:
            link = self._make_line_item(service, link, most)
            data["lineitem"] = link.line_item
        service.put_grade(grade)

    def _make_line_item(self, service: AssignmentsGradesService, link: Link, most: float) -> Link:
        wanted = (
            LineItem().set_label(str(link.exercise)).set_tag("grade").set_resource_id(f"{link.course}/{link.exercise}")
        )
        wanted.set_score_maximum(most).set_resource_link_id(link.resource_link)
        made = service.find_or_create_lineitem(wanted, find_by="resource_link_id")
        if not made.get_id():
            raise LtiException("The LMS made a line item without an id.")
        return self._store.lti.keep_link(replace(link, line_item=made.get_id()))


def _target(link: Link, sub: str) -> dict[str, Any]:
    return {"link": link.id, "platform": link.platform, "sub": sub}


def _standing(host: Host, student: str, slug: str) -> dict[str, Any] | None:
    rows = host.history(student, slug)
    counting = host.counting(student, slug)
    row = counting or (rows[-1] if rows else None)
    most = host.course.exercise(slug).points if counting is None else counting.max_score
    if row is None or not most or (counting is None and row.state != "grader_error"):
        return None  # also where there are no points, of which no LMS takes a share
    document = host.store.report(row.id)
    if document is None:
        return None
    report = from_json(document)
    told: dict[str, Any] = {
        "submission": row.id,
        "submitted_at": row.submitted_at.isoformat(timespec="milliseconds"),
        "max": most,
    }
    if counting is None:  # the first line is for the student, what failed is below it
        return {**told, "progress": "Failed", "comment": report.summary.message.partition("\n")[0]}
    return {**told, "progress": "FullyGraded", "score": counting.score, "comment": report.summary.message}


def _grade(payload: dict[str, Any], sub: str) -> Grade:
    grade = Grade().set_user_id(sub).set_timestamp(payload["timestamp"]).set_comment(payload["comment"])
    grade.set_grading_progress(payload["progress"]).set_submitted_at(payload["submitted_at"])
    if payload["progress"] == "FullyGraded":
        grade.set_score_given(payload["score"]).set_score_maximum(payload["max"])
        return grade.set_activity_progress("Completed")
    return grade.set_activity_progress("Submitted")


def _told(parcel: Parcel) -> tuple[dict[str, Any], int | None]:
    return {key: value for key, value in parcel.payload.items() if key != "timestamp"}, parcel.submission


def _later(
    payload: dict[str, Any], last: dict[str, Any] | None, now: datetime, *, least: str | None = None
) -> dict[str, Any]:
    """`payload` at a time of now, or later: an LMS takes no score that is not younger than the one it has."""
    at = now.astimezone(UTC)
    if least is not None:
        at = max(at, datetime.fromisoformat(least))
    if last is not None:
        at = max(at, datetime.fromisoformat(last["timestamp"]) + _TICK)
    return {**payload, "timestamp": at.isoformat(timespec="milliseconds")}
