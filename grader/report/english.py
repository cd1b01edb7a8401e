"""The English of reports. Prose only: code, expected and got stay Python in every language."""

from __future__ import annotations

__all__ = ["ENGLISH"]

ENGLISH = {
    # statuses of tests, and of the whole report
    "passed": "passed",
    "failed": "failed",
    "error": "error",
    "timeout": "out of time",
    "memory": "out of memory",
    "crashed": "crashed",
    "not_run": "not run",
    "skipped": "skipped",
    "graded": "graded",
    "rejected": "not accepted",
    "grader_error": "not graded",
    # pieces
    "cut": " … ({count} more characters)",
    "points_of": "{score} of {max}",
    "tests_one": "{passed} of {count} test passes.",
    "tests_many": "{passed} of {count} tests pass.",
    "days_one": "{count} day",
    "days_many": "{count} days",
    "line": "line {line}",
    "cell_line": "cell {cell}, line {line}",
    "file_line": "{file}, line {line}",
    # summary.message
    "every_test": "Every test passes.",
    "no_test": "No test passes yet.",
    "late_marks": "{late} late: {score} of {max} after the penalty ({before} before it).",
    "import_failed": "Your code stopped while it was being imported, so no test could run.",
    "fault": "Our fault, not yours. No attempt used, file kept as #{id}; staff can see it.",
    # summary.next_step
    "next_done": "Nothing left to do here. `grade list` shows the other exercises.",
    "next_import": "Mend that line first, then run `grade check {slug}`.",
    "next_visible": "Start with “{title}”: the report shows the call, what was expected and what came back. "
    "`grade check {slug}` tells you quickly whether your change works.",
    "next_error": "Start with “{title}”: your code raised an exception there. "
    "`grade check {slug}` tells you quickly whether your change works.",
    "next_timeout": "Start with “{title}”: your code did not finish in time. Look for a loop that never ends.",
    "next_memory": "Start with “{title}”: your code used too much memory. "
    "Look for a list or an array that keeps growing.",
    "next_crashed": "Start with “{title}”: your code ended the whole Python process. "
    "Look for exit(), endless recursion, or a call that was not allowed.",
    "next_not_run": "“{title}” did not report a result. Mend what failed before it, then submit again.",
    "next_skipped": "“{title}” needs a GPU and there was none. Ask your instructor when one is available.",
    "next_hidden": "Start with “{title}”. No hidden input is shown: "
    "test your function on numbers of your own and work the answer out by hand.",
    "next_hidden_line": "Start with “{title}”: your code raised an exception at {line}. No hidden input is shown, "
    "so think about which values could lead there.",
    "next_hidden_task": "Start with task {task}, “{title}”. No hidden input is shown: "
    "test your function on numbers of your own and work the answer out by hand.",
    "next_unseen": "All the tests listed here pass. Read the task once more and try unusual inputs of your own.",
    "next_rejected": "Mend the file and submit it again. No attempt was used.",
    "next_fault": "You need not submit again: the same file can be graded once we have mended this.",
    # labels of both renderings
    "attempt": "Attempt {count}",
    "score": "Score",
    "late": "{days} late",
    "next": "Next",
    "tests": "Tests",
    "task": "Task {task}",
    "call": "call",
    "expected": "expected",
    "got": "got",
    "your_line": "your code",
    "hint": "Hint",
    "printed": "What your code printed",
    "printed_here": "printed",
    "more_lines_one": "… {count} more line",
    "more_lines_many": "… {count} more lines",
    "figures": "Figures",
    "adjusted": "{by} changed the score from {old} to {new}: {reason}",
    "role_instructor": "Your instructor",
    "role_assistant": "An assistant",
    "role_admin": "An administrator",
    "hidden": "hidden",
    "visible": "visible",
    "after_due_date": "open after the due date",
    "secret": "secret",
    "why_hidden": "Hidden tests stay closed, so that their numbers cannot be copied. "
    "You see what each is about and how it went, not what it called.",
    "why_later": "Some of them open after the due date.",
    "staff_copy": "Staff copy: it shows hidden tests. Do not pass it on.",
    "isolation": "isolation {level}",
    "device": "device {device}",
    "seed": "seed {seed}",
    "took": "took {seconds} s",
    "skip_link": "Skip to the tests",
    "segments": "{score} of {max} points; one piece a test, filled where it passed",
    "page_title": "{exercise}: {score} of {max}",
    "page_title_bare": "{exercise}: {status}",
    "file_kept": "Submission #{id}",
    "month_1": "Jan",
    "month_2": "Feb",
    "month_3": "Mar",
    "month_4": "Apr",
    "month_5": "May",
    "month_6": "Jun",
    "month_7": "Jul",
    "month_8": "Aug",
    "month_9": "Sep",
    "month_10": "Oct",
    "month_11": "Nov",
    "month_12": "Dec",
}
