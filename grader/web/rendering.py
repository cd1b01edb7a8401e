"""A template and its context as a page: what every page has is added here."""

from __future__ import annotations

import functools
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from starlette.responses import HTMLResponse

from grader.host.messages import duration, moment
from grader.report.catalogue import LANGUAGES
from grader.report.html import prose
from grader.report.messages import number
from grader.report.sanitise import clean
from grader.web.flash import drop_flash, told
from grader.web.language import language_for
from grader.web.session import csrf_token, keep_stranger
from grader.web.site import site_of
from grader.web.words import say, say_count

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

__all__ = ["asset", "piece", "render"]


def render(request: Request, template: str, *, status: int = 200, refused: str = "", **context: Any) -> HTMLResponse:
    """The page. It may use `say(key, **facts)`, `count`, `number`, `moment`, `asset`, `viewer`, `csrf`, `nonce`.

    `refused`: why what the page's form sent was not done, which is 422; `told` is what was done before.
    """
    text = piece(request, template, refused=refused, told=told(request), **context)
    response = HTMLResponse(text, 422 if refused else status, headers={"content-language": language_for(request)})
    drop_flash(request, response)
    keep_stranger(request, response)
    return response


def piece(request: Request, template: str, **context: Any) -> Markup:
    """A part of a page, which may use what the page may."""
    language = language_for(request)
    text = (
        _templates()
        .get_template(template)
        .render(
            request=request,
            site=site_of(request),
            viewer=getattr(request.state, "viewer", None),
            csrf=csrf_token(request),
            nonce=request.state.nonce,
            language=language,
            languages=LANGUAGES,
            say=functools.partial(say, language),
            count=functools.partial(say_count, language),
            number=functools.partial(number, language),
            moment=functools.partial(moment, language),
            duration=functools.partial(duration, language),
            asset=asset,
            **context,
        )
    )
    return Markup(text)  # noqa: S704 - made by our template, with autoescape


@cache
def asset(name: str) -> str:
    """The address of a static file, which changes with its content so that browsers may keep it for good."""
    data = files("grader.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:16]}"


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("grader.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = prose
    return environment


def _finalize(value: Any) -> Any:
    """Text without control characters; what is markup already stays."""
    return clean(value) if type(value) is str else value
