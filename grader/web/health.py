"""For whoever runs the server: is it alive, is it ready, what does it do."""

from __future__ import annotations

import ipaddress

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, Response

from grader.web.problem import Problem
from grader.web.session import MaybeAsker, address_of
from grader.web.site import site_of

__all__ = ["router"]

router = APIRouter(tags=["operation"], include_in_schema=False)


@router.get("/healthz")
def is_alive() -> dict[str, str]:
    """It answers."""
    return {"status": "alive"}


@router.get("/readyz")
def is_ready(request: Request) -> JSONResponse:
    """200 when it takes submissions and grades them; 503 until then."""
    site = site_of(request)
    checks = {"store": site.store.answers(), "graders": site.graders.alive}
    ready = all(checks.values())
    return JSONResponse({"status": "ready" if ready else "not ready", **checks}, 200 if ready else 503)


@router.get("/metrics")
def show_metrics(request: Request, asker: MaybeAsker) -> Response:
    """For Prometheus. 404 unless it asks from this machine, or with an administrator's token."""
    if not (_is_here(request) or (asker is not None and asker.administrator)):
        raise Problem(404, "not_found")
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _is_here(request: Request) -> bool:
    """Not what a proxy on this machine passes on."""
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False
