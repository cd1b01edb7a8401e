"""`grade login`: who you are, for the server that grades your course."""

from __future__ import annotations

import sys

import click

from grader.cli.opening import open_course
from grader.cli.options import Settings, shared
from grader.cli.output import note, print_json
from grader.client.api import Api, RefusedError, SignedOutError, server_url
from grader.client.credentials import forget_token, keep_account, keep_token, read_token
from grader.client.signin import begin, wait_for_approval
from grader.errors import UsageError, worded
from grader.host.messages import say
from grader.host.refusals import SpokenError
from grader.report.sanitise import clean_line

__all__ = ["command"]


@click.command("login")
@click.argument("url", required=False, metavar="[URL]")
@click.option("--token", "by_token", is_flag=True, help="Give a token, from standard input, instead of a browser.")
@click.option("--out", "sign_out", is_flag=True, help="Sign out: the token is revoked and forgotten.")
@shared()
def command(settings: Settings, url: str | None, by_token: bool, sign_out: bool) -> int:
    """Sign in to the server that grades your course: it shows a code, which you approve in your browser.

    The address comes with the course that you were given; URL is needed only elsewhere. What lets you in is kept in
    your system's keyring, or in a file that only you can read. On a machine without a browser, approve the code on
    another one, or make a token on the server's account page and give it with --token.

    Example: grade login

    Example: grade login --token < token.txt
    """
    server = server_url(url) if url else _server_of_the_course(settings)
    if sign_out:
        return _sign_out(settings, server)
    if by_token:
        token = _ask_for_token()
    else:
        with Api(server, None, settings.language) as api:
            token = _by_browser(api, settings.language)
    with Api(server, token, settings.language) as api:
        me = api.get("/me")
    where = keep_token(server, token)
    keep_account(server, str(me["id"]))
    who = clean_line(str(me.get("display_name") or me.get("name") or ""))
    if settings.as_json:
        print_json({"server": server, "name": who, "kept": where})
    else:
        click.echo(say(settings.language, "signed_in", who=who, server=server))
        key = "token_in_keyring" if where == "keyring" else "token_in_file"
        note(say(settings.language, key, path=where))
    return 0


def _server_of_the_course(settings: Settings) -> str:
    course = open_course(settings)
    if course.server is None:
        raise UsageError(worded("This course names no server."), worded("Give its address: grade login URL"))
    return server_url(course.server)


def _by_browser(api: Api, language: str) -> str:
    import socket
    import webbrowser

    invitation = begin(api, f"grade, {socket.gethostname()}"[:100])
    note(say(language, "approve_at", page=clean_line(invitation.page), code=clean_line(invitation.user_code)))
    if sys.stderr.isatty() and invitation.page_with_code.startswith(api.url):
        webbrowser.open(invitation.page_with_code)
    return wait_for_approval(api, invitation)


def _ask_for_token() -> str:
    token = click.prompt("Token", hide_input=True, err=True) if sys.stdin.isatty() else sys.stdin.readline()
    token = str(token).strip()
    if not token.isascii() or not token.isprintable() or not token:
        raise SpokenError("no_token")
    return token


def _sign_out(settings: Settings, server: str) -> int:
    token = read_token(server)
    if token is not None:
        with Api(server, token, settings.language) as api:
            try:
                api.send("DELETE", "/auth/token")
            except (SignedOutError, RefusedError):
                pass  # void already
            finally:
                forget_token(server)
    if settings.as_json:
        print_json({"server": server, "signed_out": token is not None})
    else:
        click.echo(say(settings.language, "signed_out" if token else "not_signed_in", server=server))
    return 0
