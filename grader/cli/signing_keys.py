"""`grade keys`: the keys that a server signs reports and webhooks with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.cli.server_data import data_folder, data_option
from grader.host.messages import say

if TYPE_CHECKING:
    from grader.host.keys import KeyRing

__all__ = ["command", "show_keys"]


@click.group("keys")
def command() -> None:
    """See and change the keys that a server signs its reports with.

    Two are live: the newest signs, the one before is still published. LMSes know others: grade lti rotate

    Example: grade keys list
    """


@command.command("list")
@data_option
@shared()
def list_keys(settings: Settings, data: Path | None) -> int:
    """List the live keys, the one in use first; with --json as the key set that others verify with.

    Example: grade keys list --data /srv/grader --json
    """
    from grader.host.keys import report_keys

    return show_keys(report_keys(data_folder(data)), settings)


@command.command("rotate")
@data_option
@shared()
def rotate(settings: Settings, data: Path | None) -> int:
    """Sign with a new key from now on, also in a server that runs. The oldest key of three is retired.

    What a retired key signed is verified with its public half, which stays in the folder's keys/retired-*.json.

    Example: grade keys rotate --data /srv/grader
    """
    from grader.host.keys import report_keys

    ring = report_keys(data_folder(data))
    ring.rotate()
    return show_keys(ring, settings)


def show_keys(ring: KeyRing, settings: Settings) -> int:
    """A line a key, or the key set."""
    if settings.as_json:
        print_json(ring.jwks())
        return 0
    using = ring.signing()
    for key in reversed(ring.live()):
        state = say(settings.language, "key_in_use" if key == using else "key_published")
        click.echo(f"{key.kid}  {key.made_at:%Y-%m-%d}  {state}")
    return 0
