"""`grade serve`: a class on one server."""

from __future__ import annotations

import functools
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import Settings, shared
from grader.cli.output import note
from grader.cli.progress import show_progress
from grader.cli.store_option import named_store, store_in, store_option
from grader.errors import UsageError, worded
from grader.host.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.course.model import Course
    from grader.engine.port import Engine

__all__ = ["command"]


@click.command("serve")
@click.option(
    "--course", "courses", type=click.Path(path_type=Path), multiple=True, metavar="DIR", help="A course; repeatable."
)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="The server's folder.")
@store_option
@click.option("--url", metavar="URL", help="Where people reach it, as a proxy in front has it.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any that is free.")
@click.option("--proxy", metavar="ADDRESS", help="The proxy whose word for where a request came from is taken.")
@click.option("--demo", is_flag=True, help="A class of thirty with graded submissions, gone when it stops.")
@shared(without=("course", "as_json"))
def command(
    settings: Settings,
    courses: tuple[Path, ...],
    data: Path | None,
    url: str | None,
    host: str,
    port: int,
    proxy: str | None,
    demo: bool,
) -> int:
    """Serve courses to a class: pages, an API for `grade submit`, grading, LMSes.

    It listens on this machine only, until --host says otherwise; put a proxy with TLS in front and name its --url.
    Ctrl-C finishes what is being graded, or hands it back to the next start. Logs go to stderr, a JSON object a line.

    Example: grade serve --course ~/course --data /srv/grader --url https://grade.example.edu

    Example: grade serve --demo
    """
    from grader.course.load import load_course
    from grader.course.lookup import find_course
    from grader.course.state import state_folder
    from grader.web.serve import listen, run_site
    from grader.web.serving import open_data, open_site, start_engine

    if demo and named_store():
        raise UsageError(worded("--demo has a database of its own."), worded("Leave out --store."))
    opened = [load_course(find_course(Path.cwd(), explicit=folder)) for folder in courses or (None,)]
    with ExitStack() as stack:
        if data is None:
            made = stack.enter_context(tempfile.TemporaryDirectory(prefix="grader-demo-")) if demo else None
            data = state_folder() / "server" if made is None else Path(made)
        socket = stack.enter_context(listen(host, port))
        name = f"[{host}]" if ":" in host else host
        address = url or f"http://{name}:{socket.getsockname()[1]}"
        store = stack.enter_context(open_data(data, None if demo else store_in(data)))
        make_engine: Callable[[Course], Engine] = start_engine
        if demo:
            from grader.web.demo.classroom import demo_course, fill

            opened = [demo_course(opened[0], datetime.now(UTC))]
            engine = stack.enter_context(start_engine(opened[0], niceness=0))  # somebody waits for it
            make_engine = functools.partial(_given, engine)
            with show_progress(settings.language) as (begin, step):
                logins = fill(opened[0], store, data, engine, on_start=begin, on_graded=step)
            for login in logins:
                click.echo(f"{login.role:<12} {login.name:<12} {login.password}")

        site = stack.enter_context(open_site(opened, store, data, address, make_engine=make_engine))
        run_site(site, socket, proxy=proxy, on_ready=lambda: note(say(settings.language, "serving", url=address)))
    return 0


def _given(engine: Engine, _course: Course) -> Engine:
    return engine
