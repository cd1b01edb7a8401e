"""`grade lti`: the LMSes that may send people to a server and take its scores."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.opening import open_course
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.cli.server_data import data_folder, data_option, open_data
from grader.cli.signing_keys import show_keys
from grader.cli.store_option import store_option
from grader.errors import UsageError, worded
from grader.host.messages import say

__all__ = ["command"]


@click.group("lti")
def command() -> None:
    """Let LMSes in: Canvas, Moodle, Open edX, Brightspace, any that speaks LTI 1.3. See docs/lti.md.

    Example: grade lti list
    """


@command.command("add")
@click.argument("issuer", required=False)
@click.argument("client_id", required=False)
@click.option("--auth-url", metavar="URL", help="Where the LMS signs people in (OIDC authorization).")
@click.option("--token-url", metavar="URL", help="Where it gives access tokens.")
@click.option("--jwks-url", metavar="URL", help="Where its public keys are.")
@click.option("--deployment", "deployments", multiple=True, metavar="ID", help="Repeatable; '*' for any.")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Another host of it; repeatable.")
@click.option("--register", metavar="URL", help="Let the LMS at --host register itself with the server at URL.")
@data_option
@store_option
@shared()
def add(
    settings: Settings,
    issuer: str | None,
    client_id: str | None,
    auth_url: str | None,
    token_url: str | None,
    jwks_url: str | None,
    deployments: tuple[str, ...],
    hosts: tuple[str, ...],
    register: str | None,
    data: Path | None,
) -> int:
    """Let an LMS in, or say anew what is known of it. With --course all its launches lead to that course.

    Nothing is ever fetched from other hosts than those of its addresses and of --host.

    Example: grade lti add https://moodle.example.edu CLIENT --deployment 1 --auth-url
    https://moodle.example.edu/mod/lti/auth.php --token-url https://moodle.example.edu/mod/lti/token.php --jwks-url
    https://moodle.example.edu/mod/lti/certs.php --course ~/course

    Example: grade lti add --register https://grade.example.edu --host moodle.example.edu --course ~/course
    """
    from datetime import UTC, datetime

    course = None if settings.course is None else open_course(settings).id
    now = datetime.now(UTC)
    if register is not None:
        if not hosts:
            raise UsageError(worded("--register needs the LMS's --host."), worded("See: grade lti add --help"))
        from grader.host.lti.register import invite_platform

        with open_data(data) as (_, store):
            address = f"{register.rstrip('/')}/lti/register/{invite_platform(store, hosts, course, now)}"
        if settings.as_json:
            print_json({"register_at": address})
        else:
            click.echo(say(settings.language, "lti_invited", url=address))
        return 0
    if not (issuer and client_id and auth_url and token_url and jwks_url):
        raise UsageError(
            worded("ISSUER, CLIENT_ID, --auth-url, --token-url and --jwks-url are needed."),
            worded("See: grade lti add --help"),
        )
    from grader.host.lti.platforms import make_platform

    platform = make_platform(
        issuer,
        client_id,
        auth_url=auth_url,
        token_url=token_url,
        jwks_url=jwks_url,
        deployments=deployments,
        course=course,
        hosts=hosts,
    )
    with open_data(data) as (_, store):
        kept = store.lti.keep_platform(platform, now)
    if settings.as_json:
        print_json({"platform": kept.id})
    else:
        click.echo(say(settings.language, "lti_added", number=kept.id, issuer=kept.issuer))
    return 0


@command.command("connect")
@click.argument("platform", type=int)
@click.argument("deployment")
@click.argument("context")
@click.argument("course_id", metavar="COURSE")
@data_option
@store_option
@shared()
def connect(settings: Settings, platform: int, deployment: str, context: str, course_id: str, data: Path | None) -> int:
    """Let one course of an LMS lead to the course with the id COURSE; who comes from another is told what to ask for.

    For an LMS that was added without --course. Who teaches the LMS's course is staff of COURSE from then on.

    Example: grade lti connect 1 1 course-v1:school+DL1+2026 gradients-2026
    """
    from grader.host.lti.arrive import connect as keep

    with open_data(data) as (_, store):
        if store.lti.platform(platform) is None:
            raise UsageError(worded("There is no platform {number}.", number=platform), worded("See: grade lti list"))
        keep(store, platform, deployment, context, course_id)
    if settings.as_json:
        print_json({"platform": platform, "context": context, "course": course_id})
    else:
        click.echo(say(settings.language, "lti_connected", context=context, course=course_id))
    return 0


@command.command("list")
@data_option
@store_option
@shared()
def list_platforms(settings: Settings, data: Path | None) -> int:
    """List the LMSes that were let in, and what waits to be sent to them.

    Example: grade lti list --data /srv/grader
    """
    with open_data(data) as (_, store):
        platforms = store.lti.platforms()
    if settings.as_json:
        told = ("id", "issuer", "client_id", "deployments", "course", "auth_url", "token_url", "jwks_url", "hosts")
        print_json([{name: getattr(one, name) for name in told} for one in platforms])
        return 0
    for one in platforms:
        course = one.course or say(settings.language, "lti_any_course")
        click.echo(f"{one.id}  {one.issuer}  {one.client_id}  {', '.join(one.deployments)}  {course}")
    if not platforms:
        click.echo(say(settings.language, "lti_none"))
    return 0


@command.command("rotate")
@data_option
@shared()
def rotate(settings: Settings, data: Path | None) -> int:
    """Change the key that LMSes know the server by. The next one was published beside it long before.

    Wait an hour between two rotations: LMSes keep the published keys for a while.

    Example: grade lti rotate --data /srv/grader
    """
    from grader.host.keys import lti_keys

    ring = lti_keys(data_folder(data))
    ring.rotate()
    return show_keys(ring, settings)
