"""`grade watch`: on each save the examples are checked again, and the verdict stands in the terminal."""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from grader.cli.examples import describe
from grader.cli.failure import say_error
from grader.cli.keys import open_keys
from grader.cli.options import Settings, shared
from grader.cli.output import console, print_json
from grader.cli.saves import LOOK_S, Saves
from grader.cli.target import Target, say_attempt
from grader.cli.warm_examples import WarmExamples
from grader.cli.watch_screen import Screen
from grader.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.cli.examples import Run
    from grader.cli.keys import Keys

__all__ = ["command"]


@click.command("watch")
@click.argument("path", default=Path(), required=False, type=click.Path(path_type=Path), metavar="[PATH]")
@shared("exercise", "student")
def command(settings: Settings, path: Path) -> int:
    """Check the examples again each time you save, until you press q; s submits to the hidden tests.

    With --json the last verdict is the document. Exit code 0 when all examples pass by then, 1 when not.

    Example: grade watch slope.py
    """
    target = Target.find(settings, path)
    with open_keys() as keys, WarmExamples() as examples, _ended_politely():
        screen = Screen(console(error=settings.as_json), settings.language, str(target.path), keys=keys.there)
        watch = _Watch(settings, target, examples, screen, keys)
        with suppress(KeyboardInterrupt):
            watch.go_on()
    run = watch.last
    if settings.as_json:
        print_json(describe(target.slug, run) if run is not None else {"exercise": target.slug, "examples": None})
    return 0 if run is not None and run.all_pass else 1


class _Watch:
    """One session: `last` is the latest verdict, None where the file can't be run."""

    def __init__(self, settings: Settings, target: Target, examples: WarmExamples, screen: Screen, keys: Keys) -> None:
        self._settings, self._target, self._examples = settings, target, examples
        self._screen, self._keys = screen, keys
        self._saves = Saves([target.path, target.examples])
        self._pressed = ""
        self.last: Run | None = None

    def go_on(self) -> None:
        """Check, wait, check again; returns when the user has enough."""
        self._screen.attempt = say_attempt(self._settings, self._target)
        self._check()
        while True:
            key, self._pressed = self._pressed or self._keys.read(LOOK_S), ""
            if key == "q":
                return
            if key == "s":
                self._submit()
            if self._saves.happened():
                self._check()

    def _check(self) -> None:
        target = self._target
        self.last = None
        try:
            submission = target.read()
            sources = target.sources(submission)
        except (UserError, OSError) as error:
            self._screen.refuse(say_error(error, self._settings.language))
            return
        run = self._examples.run(
            submission, target.examples, sources, limit_s=target.limit_s, still_wanted=self._is_wanted
        )
        if not self._pressed and not (run.code is None and self._saves.changing()):
            self.last = run
            self._screen.show(run, target.limit_s)

    def _is_wanted(self) -> bool:
        """A run that a new save or `q` makes pointless is ended."""
        key = self._keys.read(0)
        if key in ("q", "s"):
            self._pressed = key
        return self._pressed != "q" and not self._saves.changing()

    def _submit(self) -> None:
        """As `grade submit` does it, with the terminal as it was."""
        from grader.cli import main

        settings, target = self._settings, self._target
        words = ["submit", str(target.path), "--exercise", target.slug, "--lang", settings.language]
        words += ["--course", str(target.course.root)] if target.course is not None else []
        words += ["--student", settings.student] if settings.student else []
        self._screen.tell("submitting")
        with self._keys.set_aside(), suppress(KeyboardInterrupt):
            main(words)
        self._screen.attempt = say_attempt(settings, target)
        self._screen.tell("submitted")


@contextmanager
def _ended_politely() -> Iterator[None]:
    """A closed window or a plain `kill` ends it as Ctrl-C does: the terminal is put right, no process is left."""
    names = ("SIGTERM", "SIGHUP")
    before = {name: signal.signal(getattr(signal, name), _interrupt) for name in names if hasattr(signal, name)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
