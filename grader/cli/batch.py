"""`grade batch`: a folder of submissions, with a progress bar, a grade book, and what the class got wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.class_summary import describe_batch, show_batch
from grader.cli.intake import lay_out, tell_absent
from grader.cli.opening import has_suites, open_course, open_engine
from grader.cli.options import Settings, shared
from grader.cli.output import note, print_json
from grader.cli.progress import show_progress
from grader.errors import UsageError, worded
from grader.host.refusals import SpokenError
from grader.report.messages import translate
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.host.batch import Batch

__all__ = ["command"]


@click.command("batch")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--as", "who", type=click.Choice(["staff", "student"]), default="student", help="Whose view the reports show."
)
@click.option("--nbgrader", is_flag=True, help="DIR is an nbgrader course: grade its submitted/ into gradebook.db.")
@click.option(
    "--from",
    "download",
    type=(click.Choice(["canvas", "moodle", "gradescope"]), click.Path(path_type=Path, dir_okay=False)),
    metavar="LMS ZIP",
    help="Unpack all submissions as canvas, moodle or gradescope gives them into DIR first.",
)
@click.option(
    "--roster", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="A CSV of ids, names, numbers."
)
@shared("exercise", "device", "seed", "isolation")
def command(
    settings: Settings,
    folder: Path,
    who: str,
    nbgrader: bool,
    download: tuple[str, Path] | None,
    roster: Path | None,
) -> int:
    """Grade every DIR/<student>/<slug>.py, <slug>.ipynb and <slug>/, as many at once as there are cores.

    Writes DIR/reports/<student>/<slug>.{json,html} and DIR/gradebook.csv. Run it again after an interruption, or when
    files were added: what is graded is not graded again. Dates and attempt limits don't apply. Exit code 0 when every
    submission has its verdict, 3 when one could not be graded.

    With --nbgrader it stands for `nbgrader autograde`: DIR/submitted/<student>/<assignment>/*.ipynb into gradebook.db
    and DIR/autograded/. What people graded there stays.

    With --roster, who submitted nothing is listed, and the ids in an LMS's download become those of the roster.

    Example: grade batch homework-3/

    Example: grade batch nbgrader-course/ --nbgrader

    Example: grade batch week-2/ --from canvas submissions.zip --roster Grades.csv --exercise slope
    """
    course = open_course(settings, near=folder)
    if not has_suites(course):
        raise SpokenError("no_tests")
    from grader.cli.desk import tell_left_over
    from grader.host.batch import grade_batch
    from grader.host.host import Host
    from grader.host.roster import read_roster

    people = () if roster is None else read_roster(roster)
    if download is not None:
        lay_out(course, settings, folder, download, people)

    grade: Callable[..., Batch] = grade_batch
    if nbgrader:
        from grader.exports.nbgrader.grade import grade_course as grade
    with open_engine(course, settings, shared=False) as engine, Host.open(course, engine) as host:
        if not folder.is_dir():
            raise UsageError(
                worded("There is no folder {folder}.", folder=clean_line(str(folder))),
                worded("Name one with a folder a student."),
            )
        engine.start()  # a machine that can't isolate says so once, not once a submission
        with show_progress(settings.language) as (begin, step):
            batch = grade(
                host,
                folder,
                device=settings.device,
                language=settings.language,
                seed=settings.seed,
                staff=who == "staff",
                on_start=begin,
                on_graded=lambda _graded: step(),
            )
        tell_left_over(host, settings.language)
    for line in (*batch.remarks, *batch.troubles):
        note(clean_line(translate(settings.language, line)))
    absent = tell_absent(people, batch, settings.language)
    if settings.as_json:
        print_json(describe_batch(batch) | ({"absent": absent} if people else {}))
    else:
        show_batch(batch, settings.language)
    faulty = any(item.report is None or item.report.status == "grader_error" for item in batch.graded)
    return 3 if faulty or batch.troubles else 0
