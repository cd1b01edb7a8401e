"""Grade a folder of submissions: all of them, whatever one of them does, and again from where it was killed."""

from __future__ import annotations

import hashlib
import json
import logging
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.errors import SubmissionError, worded
from grader.host.collect import collect
from grader.host.cores import count_cores
from grader.host.gradebook import render_csv
from grader.host.mistakes import count_mistakes, count_wrong
from grader.host.view import as_student
from grader.host.write import write_whole
from grader.report import render_html, to_json
from grader.submission import Packed, pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.host.collect import Found, Gathered
    from grader.host.host import Host
    from grader.host.mistakes import Mistake, Wrong
    from grader.report.model import Report

__all__ = ["Batch", "Graded", "grade_batch"]

_log = logging.getLogger("grader.host")


@dataclass(frozen=True, slots=True)
class Graded:
    """One submission of the batch with its staff report; None, and `trouble` says why, when nothing came of it."""

    found: Found
    report: Report | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What grading a folder gave. `troubles` are one line each: what was left out, and what could not be graded."""

    graded: tuple[Graded, ...]
    remarks: tuple[str, ...]
    troubles: tuple[str, ...]
    gradebook: Path
    reports: Path
    mistakes: tuple[Mistake, ...]
    wrong: tuple[Wrong, ...]


def grade_batch(
    host: Host,
    root: Path,
    *,
    gathered: Gathered | None = None,
    device: str = "auto",
    language: str = "en",
    seed: int | None = None,
    staff: bool = False,
    on_start: Callable[[int], None] | None = None,
    on_graded: Callable[[Graded], None] | None = None,
) -> Batch:
    """Grade every submission in `root`, as many at once as keep the cores busy; write its reports and its grade book.

    A submission that was graded before, for this folder and with this content, is not graded or counted again, unless
    its suite has changed since or grading it had failed. Staff collected the files, so dates and limits don't apply.
    `gathered` says what there is where `root` is laid out otherwise. `on_graded` is called in this thread. `staff`:
    write the staff's view instead of the student's.

    Raises:
        UsageError: the folder can't be read or written, or holds nothing to grade.
    """
    slugs = [exercise.slug for exercise in host.course.exercises]
    gathered = gathered or collect(root, slugs)
    reports = root / "reports"
    if on_start:
        on_start(len(gathered.found))

    def judge(found: Found) -> Graded:
        return _try(found, None, lambda: _grade(host, root, found, device=device, language=language, seed=seed))

    def write(graded: Graded) -> Graded:
        found, report = graded.found, graded.report
        if report is None:
            return graded
        return _try(found, report, lambda: _write(host, reports, found, report, staff=staff))

    done: list[Graded] = []
    # One more than cores: now and then each waits for the disk, or for the kernel to take a box's file system apart.
    pool = ThreadPoolExecutor(count_cores() + 1, thread_name_prefix="batch")
    try:
        # Reports are written here, so that no judging waits for a page to be drawn or a disk to have it.
        for future in as_completed([pool.submit(judge, found) for found in gathered.found]):
            done.append(write(future.result()))
            if on_graded:
                on_graded(done[-1])
    except BaseException:
        host.stopping.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    done.sort(key=lambda item: (item.found.student, slugs.index(item.found.slug)))
    scores: dict[str, dict[str, float | None]] = {student: {} for student in gathered.students}
    for item in done:
        scores[item.found.student][item.found.slug] = None if item.report is None else item.report.score
    judged = [item.report for item in done if item.report is not None]
    write_whole(root / "gradebook.csv", render_csv(slugs, scores))
    return Batch(
        graded=tuple(done),
        remarks=gathered.remarks,
        troubles=tuple(item.trouble for item in done if item.trouble),
        gradebook=root / "gradebook.csv",
        reports=reports,
        mistakes=count_mistakes(slugs, judged, lambda slug, name: host.advice(slug, name, language).says),
        wrong=count_wrong(slugs, judged),
    )


def _try(found: Found, report: Report | None, work: Callable[[], Report | None]) -> Graded:
    """Do one step for one submission, which gives its report or leaves it as it is: it must never end the others."""
    try:
        return Graded(found, work() or report)
    except Exception as error:  # noqa: BLE001 - whatever it is
        _log.debug("%s/%s", found.student, found.slug, exc_info=True)
        return Graded(found, report, f"{found.student}/{found.slug}: {error or type(error).__name__}")


def _grade(host: Host, root: Path, found: Found, *, device: str, language: str, seed: int | None) -> Report:
    refusal = None
    try:
        packed = pack(found.path, links=False)
    except SubmissionError as error:
        refusal, packed = error, Packed(found.path.name, b"")
    content = hashlib.sha256(packed.data).hexdigest() if refusal is None else str(refusal)
    told = json.dumps([str(root.resolve()), found.student, found.slug, content, *([] if seed is None else [seed])])
    received = host.accept(
        found.student,
        packed,
        found.slug,
        key="batch-" + hashlib.sha256(told.encode()).hexdigest(),
        device=device,
        language=language,
        seed=seed,
        rules=False,
    )
    row = received.row
    if row.state == "grader_error" or (row.state in ("graded", "rejected") and host.suite_changed(row)):
        host.store.reopen(row.id)
        received = replace(received, lease=None)
    return host.grade(received, refusal=refusal, may_ask=False)


def _write(host: Host, reports: Path, found: Found, report: Report, *, staff: bool) -> None:
    folder = reports / found.student
    for made in (reports, folder):
        made.mkdir(exist_ok=True)
        if made.is_symlink():
            raise SubmissionError(
                worded("{made} is a link; reports are not written through it.", made=made), worded("Remove it.")
            )
    shown = report if staff else as_student(host, report)
    write_whole(folder / f"{found.slug}.json", to_json(shown, indent=2) + b"\n")
    write_whole(folder / f"{found.slug}.html", _page(host, shown).encode())


def _page(host: Host, report: Report) -> str:
    language = report.language
    title = host.course.exercise(report.exercise).title(language)
    return render_html(report, language, title=title, most_hints=host.most_hints(report.exercise, language))
