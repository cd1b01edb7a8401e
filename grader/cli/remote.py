"""The server that grades a course, for commands in a folder without hidden tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from grader.cli.output import note
from grader.client.api import Api, RefusedError, UnreachableError, server_url
from grader.client.credentials import account_at, read_token
from grader.client.handing_in import DONE, hand_in
from grader.client.outbox import drop, lay_aside, waiting
from grader.client.rows import Counting, RemoteRow
from grader.host.messages import say, say_count
from grader.host.refusals import SpokenError
from grader.report.encode import from_json
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from grader.cli.options import Settings
    from grader.course.model import Course
    from grader.report.model import Report

__all__ = ["Remote", "need_remote"]


@dataclass(frozen=True, slots=True)
class Remote:
    """A course on its server, as the person who is signed in. Close it at the end."""

    course: Course
    api: Api
    language: str

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.api.close()

    def send_waiting(self) -> None:
        """Send what this person could not send before, and tell what became of it. No connection is no error here."""
        mine = account_at(self.api.url)
        parcels = [one for one in waiting(self.api.url) if one.course == self.course.id and one.account == mine]
        for index, parcel in enumerate(parcels):
            try:
                accepted = hand_in(self.api, parcel, waited=True)
            except UnreachableError:
                note(say_count(self.language, "still_waiting", len(parcels) - index))
                return
            except RefusedError as error:
                kept = lay_aside(parcel)
                note(say(self.language, "sent_refused", slug=parcel.slug, why=clean_line(str(error)), file=kept))
            else:
                drop(parcel)
                note(say(self.language, "sent_late", slug=parcel.slug, id=accepted.id))

    def rows(self, slug: str | None = None) -> list[RemoteRow]:
        """The person's own submissions, oldest first. Raises `UserError`."""
        path = f"/courses/{self.course.id}/submissions"
        return [RemoteRow.of(item) for item in self.api.pages(path, exercise=slug)]

    def counting(self) -> dict[str, Counting]:
        """What counts, by slug, where there is anything. Raises `UserError`."""
        exercises = self.api.get(f"/courses/{self.course.id}/exercises")
        return {one["slug"]: Counting(one["best"]["id"], one["best"]["score"]) for one in exercises if one["best"]}

    def find(self, which: str | None) -> int:
        """The submission "123" or "#123", or the latest of an exercise or of all. Raises `UserError`."""
        if which is not None and which.removeprefix("#").isdigit():
            return int(which.removeprefix("#"))
        slug = None if which is None else self.course.exercise(which).slug
        done = [row.id for row in self.rows(slug) if row.state in DONE]
        if not done:
            raise SpokenError("no_reports_here")
        return max(done)

    def report(self, submission: int) -> Report:
        """The student's view. Raises `UserError`."""
        answer = self.api.send("GET", f"/submissions/{submission}/report", headers={"Accept": "application/json"})
        return from_json(answer.content)

    def page(self, submission: int) -> bytes:
        """The report as a page. Raises `UserError`."""
        return self.api.send("GET", f"/submissions/{submission}/report", headers={"Accept": "text/html"}).content


def need_remote(course: Course, settings: Settings) -> Remote:
    """The course's server, after what waits to be sent was sent.

    Raises:
        SpokenError: the course names none, or nobody is signed in.
    """
    url = None if course.server is None else server_url(course.server)
    token = None if url is None else read_token(url)
    if url is None or token is None:
        raise SpokenError("no_tests")
    remote = Remote(course, Api(url, token, settings.language), settings.language)
    try:
        remote.send_waiting()
    except BaseException:
        remote.api.close()
        raise
    return remote
