"""What staff do with a class, and what students ask of them."""

from grader.host.classroom.brief import who_fails, who_made
from grader.host.classroom.disputes import answer_dispute, as_asked, open_dispute, open_disputes
from grader.host.classroom.grants import comment, excuse, extend
from grader.host.classroom.grid import Grid, GridCell, GridLine, class_grid
from grader.host.classroom.misconceptions import ExerciseView, Failing, Seen, exercise_view
from grader.host.classroom.student import StudentExercise, StudentView, student_view

__all__ = [
    "ExerciseView",
    "Failing",
    "Grid",
    "GridCell",
    "GridLine",
    "Seen",
    "StudentExercise",
    "StudentView",
    "answer_dispute",
    "as_asked",
    "class_grid",
    "comment",
    "excuse",
    "exercise_view",
    "extend",
    "open_dispute",
    "open_disputes",
    "student_view",
    "who_fails",
    "who_made",
]
