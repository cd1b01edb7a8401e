"""`grade import nbgrader`: exercises from the source notebooks of another grader."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import Settings, shared
from grader.cli.output import note, print_json
from grader.report.sanitise import clean_line

__all__ = ["command"]


@click.command("import")
@click.argument("what", type=click.Choice(["nbgrader"]))
@click.argument("folder", type=click.Path(path_type=Path, exists=True), metavar="DIR")
@shared()
def command(settings: Settings, what: str, folder: Path) -> int:  # noqa: ARG001 - there is one kind so far
    """Make exercises of an nbgrader course, of one assignment's folder, or of one notebook.

    Solution cells become the reference, test cells the hidden suite and the visible examples, prose the README. They
    are added to the course of --course, or above the working folder; without one the working folder becomes a course.
    What can't be converted is listed by cell. Exit code 2 when nothing could be.

    Example: grade import nbgrader ../nbgrader-course
    """
    from grader.authoring.nbgrader.bring_in import bring_in
    from grader.course import COURSE_FILE

    here = Path.cwd()
    root = settings.course or next((one for one in (here, *here.parents) if (one / COURSE_FILE).is_file()), here)
    found = bring_in(folder, root)
    if settings.as_json:
        print_json(
            {
                "course": str(root.absolute()),
                "exercises": [
                    {"slug": one.slug, "title": one.title, "points": one.points, "files": sorted(one.files)}
                    for one in found.exercises
                ],
                "remarks": [
                    {"notebook": one.notebook, "cell": one.cell or None, "grade_id": one.grade_id, "text": one.text}
                    for one in found.remarks
                ],
            }
        )
    for one in found.exercises if not settings.as_json else ():
        click.echo(f"{one.slug}: {one.points:g} points, in {root / 'solutions' / one.slug}")
    if found.remarks:
        note("Not converted, or not as it was:")
    for remark in found.remarks:
        note(f"  {clean_line(str(remark), 500)}")
    if not found.exercises:
        note("Nothing could be converted.")
        return 2
    note(f"Next: grade validate {' '.join(one.slug for one in found.exercises)}")
    return 0
