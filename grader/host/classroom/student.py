"""One student of the class, exercise by exercise: where they stand, what they handed in, what was granted and said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.host.lateness import current_extensions
from grader.host.progress import progress_of

if TYPE_CHECKING:
    from grader.host.host import Host
    from grader.host.progress import Progress
    from grader.store.class_rows import CommentRow, DisputeRow, ExcuseRow, ExtensionRow
    from grader.store.rows import SubmissionRow

__all__ = ["StudentExercise", "StudentView", "student_view"]


@dataclass(frozen=True, slots=True)
class StudentExercise:
    """A student in one exercise."""

    progress: Progress
    submissions: tuple[SubmissionRow, ...]
    """Oldest first."""
    extensions: tuple[ExtensionRow, ...]
    """All that were given; the last counts."""
    excuse: ExcuseRow | None
    comments: tuple[CommentRow, ...]
    disputes: tuple[DisputeRow, ...]


@dataclass(frozen=True, slots=True)
class StudentView:
    """A student in every exercise of the course."""

    student: str
    name: str
    email: str
    exercises: tuple[StudentExercise, ...]


def student_view(host: Host, student: str) -> StudentView:
    """A student, whether they have handed something in or not; the caller knows that there is one."""
    course, book = host.course.id, host.store.classbook
    person = next((one for one in host.store.accounts.roster(course) if one.student == student), None)
    rows, now = host.history(student), host.now()
    extensions, comments = book.extensions(course, student=student), book.comments(course, student=student)
    until = current_extensions(extensions)
    excuses = {one.exercise: one for one in book.excuses(course, student=student)}
    disputes = host.store.questions.disputes(course, student=student)
    exercises = []
    for exercise in host.course.exercises:
        slug = exercise.slug
        own = tuple(row for row in rows if row.exercise == slug)
        exercises.append(
            StudentExercise(
                progress=progress_of(exercise, own, now, until.get((student, slug))),
                submissions=own,
                extensions=tuple(one for one in extensions if one.exercise == slug),
                excuse=excuses.get(slug),
                comments=tuple(one for one in comments if one.exercise == slug),
                disputes=tuple(one for one in disputes if one.exercise == slug),
            )
        )
    return StudentView(
        student,
        (person and person.display_name) or student,
        (person and person.email) or "",
        tuple(exercises),
    )
