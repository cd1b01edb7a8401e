"""`grade submit` to a server: sent, or kept; then each test as it ends, and the report."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from grader.cli.feedback import exit_code, say_status
from grader.cli.output import console, note, print_json
from grader.cli.remote import need_remote
from grader.client.api import UnreachableError
from grader.client.credentials import account_at
from grader.client.handing_in import follow, hand_in
from grader.client.outbox import Parcel, keep
from grader.host.messages import say
from grader.host.write import write_whole
from grader.report.encode import to_json
from grader.report.sanitise import clean_line
from grader.report.terminal import render_terminal
from grader.submission import guess_slug, pack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.cli.options import Settings
    from grader.cli.remote import Remote
    from grader.course.model import Course

__all__ = ["submit_to_server"]


def submit_to_server(course: Course, settings: Settings, paths: Sequence[Path], html: Path | None) -> int:
    """Hand in each path and show its report; the worst exit code.

    Raises:
        SpokenError: the course names no server, or nobody is signed in.
    """
    with need_remote(course, settings) as remote:
        counter = _Counter(remote, settings, html)
        code = max(counter.submit(path) for path in paths)
        if settings.as_json:
            print_json(counter.documents if len(paths) > 1 else counter.documents[0])
    return code


@dataclass
class _Counter:
    """Hands in one file after the other, and keeps what --json prints at the end."""

    remote: Remote
    settings: Settings
    html: Path | None
    documents: list[Any] = field(default_factory=list)

    def submit(self, path: Path) -> int:
        settings, course = self.settings, self.remote.course
        slug = settings.exercise or guess_slug(path, tuple(exercise.slug for exercise in course.exercises))
        course.exercise(slug)
        packed = pack(path)
        parcel = Parcel(
            server=self.remote.api.url,
            course=course.id,
            slug=slug,
            name=packed.name,
            data=packed.data,
            key=settings.key or uuid.uuid4().hex,
            claimed_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            device=settings.device,
            language=settings.language,
            account=account_at(self.remote.api.url),
        )
        try:
            accepted = hand_in(self.remote.api, parcel)
        except UnreachableError as error:
            keep(parcel)
            note(clean_line(str(error)))
            note(say(settings.language, "kept_for_later", slug=slug))
            self.documents.append({"kept": True, "exercise": slug, "claimed_at": parcel.claimed_at, "exit_code": 2})
            return 2
        note(say(settings.language, "sent", id=accepted.id, attempt=accepted.attempt))
        follow(self.remote.api, accepted.id, self._tell)
        return self._show(accepted.id, slug)

    def _tell(self, kind: str, facts: dict[str, Any]) -> None:
        language = self.settings.language
        if kind == "test":
            note(f"  {say_status(str(facts['status']), language)}  {clean_line(str(facts['title']))}")
        elif kind == "state" and facts.get("position"):
            note(say(language, "in_queue", position=facts["position"]))

    def _show(self, submission: int, slug: str) -> int:
        language = self.settings.language
        report = self.remote.report(submission)
        if self.settings.as_json:
            self.documents.append(json.loads(to_json(report)))
        if report.status != "graded":
            first, _, rest = report.summary.message.partition("\n")
            note(f"{first} {report.summary.next_step}\n{rest}".rstrip())
        elif not self.settings.as_json:
            title = self.remote.course.exercise(slug).title(language)
            render_terminal(report, console(), language=language, title=title)
        if self.html is not None:
            write_whole(self.html, self.remote.page(submission))
        where = self.html or f"{self.remote.api.url}/c/{self.remote.course.id}/s/{submission}"
        note(say(language, "html_at", path=where))
        return exit_code(report)
