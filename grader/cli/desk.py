"""What `grade submit` does with each path: pack, store, grade, show."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.cli.failure import say_error, tell
from grader.cli.feedback import exit_code, say_late, say_result, say_status, view, write_html
from grader.cli.opening import has_suite
from grader.cli.output import HERE
from grader.errors import GraderError, UsageError
from grader.host.host import Host
from grader.host.messages import say
from grader.host.refusals import SpokenError
from grader.report.encode import to_json
from grader.report.sanitise import clean, clean_line
from grader.report.terminal import render_terminal
from grader.report.views import closed_title
from grader.submission import guess_slug, pack

if TYPE_CHECKING:
    from pathlib import Path

    from grader.cli.options import Settings
    from grader.cli.output import Outlet
    from grader.course.model import Course
    from grader.judge.verdicts import TestVerdict
    from grader.report.model import Report
    from grader.store.rows import SubmissionRow
    from grader.submission import Packed

__all__ = ["Desk", "need_gpu", "pack_for", "tell_left_over"]


def pack_for(course: Course, path: Path, settings: Settings) -> tuple[str, Packed]:
    """The exercise that a path is for, and what is handed in. Raises `UserError` for what can't be."""
    slug = settings.exercise or guess_slug(path, tuple(exercise.slug for exercise in course.exercises))
    course.exercise(slug)
    if not has_suite(course, slug):
        raise SpokenError("no_tests")
    if settings.device == "cuda":
        need_gpu()
    return slug, pack(path)


@dataclass(slots=True)
class Desk:
    """Submits one file after the other, and keeps what --json prints at the end."""

    course: Course
    host: Host
    settings: Settings
    who: str
    html: Path | None
    outlet: Outlet = HERE
    documents: list[Any] = field(default_factory=list)

    def try_submit(self, path: Path) -> int:
        """Submit what is at `path`; what is refused is told, and the next path goes on."""
        try:
            return self.submit(*pack_for(self.course, path, self.settings))
        except GraderError as error:
            self.outlet.note(f"{clean_line(str(path))}:")
            code = tell(error, language=self.settings.language, as_json=False, debug=self.settings.debug)
            self.documents.append({"error": clean(say_error(error, self.settings.language)), "exit_code": code})
            return code

    def submit(self, slug: str, packed: Packed) -> int:
        """Store, grade and show one submission; its exit code."""
        settings = self.settings
        received = self.host.accept(
            settings.who,
            packed,
            slug,
            key=settings.key or None,
            device=settings.device,
            language=settings.language,
            seed=settings.seed,
        )
        try:
            staff = self.host.grade(received, on_test=self._progress)
        except UsageError:
            self.outlet.note(say(settings.language, "waits", id=received.row.id))
            raise
        report = view(self.host, staff, self.who)
        self._show(report, received.row, self.course.exercise(slug).title(settings.language))
        return exit_code(report)

    def _progress(self, test: TestVerdict) -> None:
        if self.who == "staff" or test.visibility != "secret":
            is_open = self.who == "staff" or test.visibility == "visible"
            title = clean_line(test.title if is_open else closed_title(test.name, test.title))
            self.outlet.note(f"  {say_status(test.status, self.settings.language)}  {title}")

    def _show(self, report: Report, row: SubmissionRow, title: str) -> None:
        language = self.settings.language
        if self.settings.as_json:
            self.documents.append(json.loads(to_json(report)))
        if report.status != "graded":
            first, _, rest = report.summary.message.partition("\n")
            self.outlet.note(f"{first} {report.summary.next_step}\n{rest}".rstrip())
        elif not self.settings.as_json:
            most = self.host.most_hints(row.exercise, report.language)
            render_terminal(report, self.outlet.console(), language=language, title=title, most_hints=most)
            self.outlet.flush()  # the page may take as long again
        late = say_late(self.host, row, report, language)
        page = ""
        if self.html is not None or not self.settings.as_json:
            page = say(language, "html_at", path=write_html(self.host, report, language, self.html))
        self._say_rest([late, page])

    def _say_rest(self, lines: list[str]) -> None:
        for line in filter(None, lines):
            if self.settings.as_json:
                self.outlet.note(line)
            else:
                self.outlet.line(line)


def tell_left_over(host: Host, language: str, outlet: Outlet = HERE) -> None:
    """Grade what an interrupted run left behind, and say so."""
    for report in host.grade_waiting():
        result = say_result(report, language)
        values = {"id": report.id, "slug": report.exercise, "student": report.student, "result": result}
        outlet.note(say(language, "left_over", **values))


def need_gpu() -> None:
    """Asked for by hand, a GPU must be here; what an exercise asks for may wait for a machine that has one."""
    from grader.box.cuda import find_devices

    if not find_devices():
        raise SpokenError("no_gpu")
