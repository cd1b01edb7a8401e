"""How far grading many submissions has come: a bar on a terminal, a line for each tenth elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.cli.output import console, note
from grader.host.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["show_progress"]


@contextmanager
def show_progress(language: str) -> Iterator[tuple[Callable[[int], None], Callable[[], None]]]:
    """A function to tell how many there are, and one to call as each ends."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    target = console(error=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    done = total = 0
    with Progress(*columns, console=target, disable=not target.is_terminal, transient=True) as bar:
        task = bar.add_task(say(language, "grading"), total=None)

        def begin(count: int) -> None:
            nonlocal total
            total = count
            bar.update(task, total=count)

        def step() -> None:
            nonlocal done
            done += 1
            bar.advance(task)
            if not target.is_terminal and (done == total or done * 10 // total > (done - 1) * 10 // total):
                note(say(language, "progress", done=done, total=total))

        yield begin, step
