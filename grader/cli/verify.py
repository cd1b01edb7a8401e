"""`grade report --verify`: was this report signed, by whom, and is it as it was then?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.output import print_json
from grader.errors import UsageError, worded
from grader.host.messages import say
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from grader.cli.options import Settings

__all__ = ["verify"]

_LONGEST = 64 * 2**20


def verify(settings: Settings, file: Path, keys: str | None) -> int:
    """Tell whose key signed the report in `file`; `keys` names a key set by file or address, else this machine's count.

    Raises:
        UsageError: nobody's of these, or it was changed since.
    """
    try:
        from grader.host.signing import verify_report
    except ModuleNotFoundError as error:
        raise UsageError(
            worded("Verifying needs {module}, which is not installed.", module=error.name),
            worded("Run: pip install 'gradefork[server]'"),
        ) from error
    document = _read(file)
    jwks, source = _key_set(keys)
    kid = verify_report(document, jwks)
    view = "student" if document.get("seed") is None else "staff"
    shown = {name: clean_line(str(document.get(name))) for name in ("id", "course", "exercise", "student")}
    if settings.as_json:
        print_json({"signed": True, "kid": kid, "keys": source, "view": view, **shown})
    else:
        click.echo(say(settings.language, f"signed_{view}", kid=kid, source=source, **shown))
    return 0


def _key_set(keys: str | None) -> tuple[dict[str, Any], str]:
    if keys is None:
        from grader.cli.server_data import data_folder
        from grader.host.keys import report_keys

        folder = data_folder(None)
        if not any((folder / "keys").glob("report-*.pem")):
            raise UsageError(
                worded("This machine has no keys of a server."),
                worded("Name those of the server: --keys https://SERVER/.well-known/jwks.json"),
            )
        return report_keys(folder).jwks(), str(folder)
    if not keys.startswith(("https://", "http://")):
        return _read(Path(keys)), keys
    from grader.host.fetch import Fetcher, host_of

    try:
        with Fetcher([host_of(keys)]) as session:
            answer = session.get(keys)
            answer.raise_for_status()
            found = answer.json()
    except (OSError, ValueError) as error:
        raise UsageError(worded("{url} can't be fetched: {reason}.", url=keys, reason=error)) from error
    return (found if isinstance(found, dict) else {}), keys


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            found = json.loads(opened.read(_LONGEST))
    except OSError as error:
        raise UsageError(worded("{path} can't be read: {reason}.", path=file, reason=error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(worded("{path} holds no JSON.", path=file)) from error
    if not isinstance(found, dict):
        raise UsageError(worded("{path} holds no report.", path=file))
    return found
