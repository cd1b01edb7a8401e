"""`grade batch DIR --nbgrader`: in place of `nbgrader autograde`, from `submitted/` to grade book and `autograded/`."""

from __future__ import annotations

import glob
import re
import tempfile
import warnings
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course.jsonschema_import import load_jsonschema
from grader.errors import UsageError, worded
from grader.exports.nbgrader.scores import Result, result_of, strays
from grader.exports.nbgrader.tree import (
    HandedIn,
    find_files,
    link_exercises,
    pack_notebook,
    placeholder,
    read_tree,
    stage,
)
from grader.host.batch import grade_batch
from grader.host.collect import Found, Gathered
from grader.host.view import as_student

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from grader.authoring.nbgrader.link import Link
    from grader.host.batch import Batch, Graded
    from grader.host.host import Host

__all__ = ["grade_course"]

_NAMED = 10
"""So many students are named in one remark."""


def grade_course(
    host: Host,
    root: Path,
    *,
    device: str = "auto",
    language: str = "en",
    seed: int | None = None,
    staff: bool = False,
    on_start: Callable[[int], None] | None = None,
    on_graded: Callable[[Graded], None] | None = None,
) -> Batch:
    """Grade what was handed in to the nbgrader course in `root`, as `grade_batch` does, and tell its grade book.

    Only what tests grade is written: scores of people, their comments, and cells that people grade stay nbgrader's. A
    submission that is not accepted gets no score, and waits for a person with the reason as a comment; one that could
    not be graded leaves the grade book as it was. Late penalties are those of nbgrader's own policy.

    Raises:
        UsageError: nothing was handed in, or no assignment is in the grade book yet.
    """
    load_jsonschema()  # nbgrader would import it with all that makes it slow
    from grader.exports.nbgrader import converter

    root = root.resolve()
    app = converter.open_app(root)
    with converter.open_gradebook(app.coursedir) as gradebook:
        assignments = {assignment.name for assignment in gradebook.assignments}
    links = link_exercises(host.course, assignments)
    known = _known(assignments, links)
    pattern = app.coursedir.format_path(
        app.coursedir.submitted_directory, "(?P<student_id>.*)", "(?P<assignment_id>.*)", escape=True
    )
    folders = glob.glob(app.coursedir.format_path(app.coursedir.submitted_directory, "*", "*"))  # noqa: PTH207
    tree = read_tree(root, re.compile(pattern, re.DOTALL), folders, known)
    with tempfile.TemporaryDirectory(prefix="grade-nbgrader-") as made:
        staged, packed = Path(made, "staged"), Path(made, "packed")
        remarks = [*tree.remarks]
        unread: dict[HandedIn, str] = {}
        found: list[Found] = []
        for one in tree.handed_in:
            folder = staged / one.student / one.assignment
            try:
                remarks += stage(one, folder)
                for notebook in find_files(folder, "*.ipynb"):
                    linked = links.get((one.assignment, notebook.stem))
                    if linked is not None:
                        slug = linked[0]
                        path = pack_notebook(notebook, packed / one.student / slug, slug, host.course)
                        found.append(Found(one.student, slug, path))
            except OSError as error:  # one student's files must not end the others'
                why = f"{error.strerror}: {error.filename!a}"
                unread[one] = f"{one.student}/{one.assignment}: can't be read: {why}"
        gathered = Gathered(tuple(sorted({one.student for one in tree.handed_in})), tuple(found), tuple(remarks))
        batch = grade_batch(
            host,
            root,
            gathered=gathered,
            device=device,
            language=language,
            seed=seed,
            staff=staff,
            on_start=on_start,
            on_graded=on_graded,
        )
        told, troubles = _write(converter, app, host, batch, tree.handed_in, unread, links, staged)
    return replace(batch, remarks=(*batch.remarks, *told), troubles=(*batch.troubles, *unread.values(), *troubles))


def _known(assignments: set[str], links: Mapping[tuple[str, str], tuple[str, Link]]) -> set[str]:
    """Those of nbgrader's grade book that are ours."""
    ours = {assignment for assignment, _ in links}
    if not assignments & ours:
        raise UsageError(
            f"The grade book has none of these assignments: {', '.join(sorted(ours))}.",
            "Run nbgrader generate_assignment ASSIGNMENT first.",
        )
    return assignments & ours


def _write(
    converter: Any,
    app: Any,
    host: Host,
    batch: Batch,
    handed_in: Sequence[HandedIn],
    unread: Collection[HandedIn],
    links: Mapping[tuple[str, str], tuple[str, Link]],
    staged: Path,
) -> tuple[list[str], list[str]]:
    """Fill grade book and `autograded/`; remarks, and what could not be written."""
    reports = {(item.found.student, item.found.slug): item.report for item in batch.graded}
    remarks: list[str] = []
    troubles: list[str] = []
    outside: Counter[str] = Counter()
    assignments = sorted({one.assignment for one in handed_in})
    worths = {assignment: _worth(converter, app.coursedir, assignment) for assignment in assignments}
    for one in [one for one in handed_in if one not in unread]:
        worth = worths[one.assignment]
        results: dict[str, Result] = {}
        faulty = False
        for (assignment, notebook), (slug, link) in links.items():
            if assignment != one.assignment or (one.student, slug) not in reports or notebook not in worth:
                continue
            report = reports[one.student, slug]
            if report is None or report.status == "grader_error":
                faulty = True
                continue
            results[notebook] = result_of(report, as_student(host, report), link, worth[notebook])
            for stray in strays(report, link, worth[notebook]):
                outside[f"{slug}: {stray}"] += 1
            if results[notebook].refusal:
                reason = report.summary.message.partition("\n")[0]
                remarks.append(f"{one.student}/{assignment}: {notebook}.ipynb was not accepted: {reason}")
        if faulty:
            troubles.append(
                worded(
                    "{place}: not graded, so the grade book stays as it was", place=f"{one.student}/{one.assignment}"
                )
            )
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # nbgrader's, of its own database
                misfit = _convert(converter, app, one, staged, results, worth)
            if misfit:
                remarks.append(
                    f"{one.student}/{one.assignment}: graded, but not shown, as nbgrader refuses it: {misfit}"
                )
        except Exception as error:  # noqa: BLE001 - one student's files must not end the others'
            why = converter.last_fault(app) or error or type(error).__name__
            troubles.append(f"{one.student}/{one.assignment}: nbgrader could not take it: {why}")
    remarks += [
        worded("{test} belongs to no grade cell, so nbgrader does not count it.", test=test) for test in outside
    ]
    remarks += _late_and_missing(converter, app.coursedir, handed_in)
    return remarks, troubles


def _worth(converter: Any, coursedir: Any, assignment: str) -> dict[str, dict[str, float]]:
    """Points by test cell by notebook."""
    with converter.open_gradebook(coursedir) as gradebook:
        return {
            notebook.name: {
                cell.name: float(cell.max_score)
                for cell in notebook.grade_cells
                if cell.cell_type == "code" and cell.name not in {one.name for one in notebook.solution_cells}
            }
            for notebook in gradebook.find_assignment(assignment).notebooks
        }


def _convert(
    converter: Any, app: Any, one: HandedIn, staged: Path, results: Mapping[str, Result], known: Collection[str]
) -> str:
    """Have nbgrader write one student's assignment; notebooks that it can't read are replaced by the course's own.

    Returns why those that it can read did not fit, and were replaced as well; empty where they did.
    """
    folder = staged / one.student / one.assignment

    def replace_by_own(notebook: Path, reason: str) -> None:
        cells = converter.source_cells(app.coursedir, one.assignment, notebook.stem)
        notebook.write_text(placeholder(cells, reason), encoding="utf-8")

    def run() -> None:
        with _only(app.coursedir, one):
            converter.BoxAutograde(staged, results, coursedir=app.coursedir, parent=app).start()

    for notebook in find_files(folder, "*.ipynb"):
        if notebook.stem not in known:
            notebook.unlink()  # nbgrader leaves it alone as well
        elif not converter.is_readable(notebook):
            replace_by_own(notebook, f"{notebook.name} could not be read.")
    try:
        run()
    except Exception as error:  # noqa: BLE001 - nbgrader says in its log what it was
        why: str = converter.last_fault(app) or str(error)
        for notebook in find_files(folder, "*.ipynb"):
            replace_by_own(notebook, f"{notebook.name} does not fit this assignment as it is now.")
        run()
        return why
    return ""


@contextmanager
def _only(coursedir: Any, one: HandedIn) -> Iterator[None]:
    before = coursedir.student_id, coursedir.assignment_id
    coursedir.student_id, coursedir.assignment_id = glob.escape(one.student), glob.escape(one.assignment)
    try:
        yield
    finally:
        coursedir.student_id, coursedir.assignment_id = before


def _late_and_missing(converter: Any, coursedir: Any, handed_in: Sequence[HandedIn]) -> list[str]:
    remarks: list[str] = []
    with converter.open_gradebook(coursedir) as gradebook:
        everyone = {student.id for student in gradebook.students}
        for assignment in sorted({one.assignment for one in handed_in}):
            students = {one.student for one in handed_in if one.assignment == assignment}
            submissions = {one.student.id: one for one in gradebook.assignment_submissions(assignment)}
            for student in sorted(students & set(submissions)):
                submission = submissions[student]
                if submission.total_seconds_late > 0:
                    penalty = submission.late_submission_penalty or 0.0
                    late = _span(submission.total_seconds_late)
                    remarks.append(
                        worded(
                            "{place}: {late} late; nbgrader's penalty is {penalty}.",
                            place=f"{student}/{assignment}",
                            late=late,
                            penalty=f"{penalty:g}",
                        )
                    )
                remarks += _gaps(submission, assignment, student, handed_in)
            missing = sorted(everyone - students)
            if missing:
                more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
                remarks.append(f"{assignment}: nothing from {', '.join(missing[:_NAMED])}{more}.")
    return remarks


def _gaps(submission: Any, assignment: str, student: str, handed_in: Sequence[HandedIn]) -> list[str]:
    """Notebooks of the assignment that are not in the student's folder; nbgrader gives them 0."""
    folder = next(one.folder for one in handed_in if (one.student, one.assignment) == (student, assignment))
    names = sorted(notebook.name for notebook in submission.notebooks)
    return [
        worded("{place}: {name}.ipynb is missing and counts 0.", place=f"{student}/{assignment}", name=name)
        for name in names
        if not (folder / f"{name}.ipynb").exists()
    ]


def _span(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
