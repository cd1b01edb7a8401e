"""The application: what is put around every request, and every resource and page in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

import grader
from grader.web import api, pages
from grader.web.bodies import BodyLimit
from grader.web.health import router as health
from grader.web.lti import add_lti
from grader.web.openapi import describe_api
from grader.web.problems import handle_problems
from grader.web.requests import RequestLog
from grader.web.security import SecurityHeaders
from grader.web.static import StaticFiles

if TYPE_CHECKING:
    from grader.web.site import Site

__all__ = ["make_app"]

_LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]


def make_app(site: Site) -> FastAPI:
    """The application that serves `site`."""
    app = FastAPI(
        title="gradefork",
        version=grader.__version__,
        summary="Submissions, their grading as it happens, reports, and what staff do with them.",
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        middleware=[
            Middleware(RequestLog),
            Middleware(SecurityHeaders, secure=site.secure),
            Middleware(TrustedHostMiddleware, allowed_hosts=[urlsplit(site.url).hostname or "", *_LOOPBACK]),
            Middleware(BodyLimit),
        ],
    )
    app.state.site = site
    describe_api(app)
    handle_problems(app)
    app.include_router(api.router)
    app.include_router(pages.router)
    add_lti(app, site)
    app.include_router(health)
    app.mount("/static", StaticFiles())
    return app
