"""A resource of the API: its routes answer as all do."""

from __future__ import annotations

from fastapi import APIRouter

from grader.web.conditional import ConditionalRoute

__all__ = ["resource"]


def resource(tag: str, prefix: str = "") -> APIRouter:
    """The router of one resource, under `tag` in the description of the API."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=ConditionalRoute)
