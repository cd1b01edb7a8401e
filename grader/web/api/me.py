"""The account that asks: who it is, and its tokens."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from grader.host.privacy import export_person
from grader.web.download import download
from grader.web.problem import Problem, answers
from grader.web.resource import resource
from grader.web.session import Asker
from grader.web.site import site_of

__all__ = ["router"]

router = resource("account", "/me")


class Me(BaseModel):
    """An account, and what it is in each course."""

    id: str
    name: str | None
    display_name: str | None
    language: str | None
    administrator: bool
    roles: dict[str, str]


class TokenInfo(BaseModel):
    """A token, without what it is."""

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None


class TokenWish(BaseModel):
    """A token that is to be made."""

    name: str = Field(min_length=1, max_length=100, description="What it is for.")
    days: int | None = Field(default=180, ge=1, le=3650, description="How long it works; null: until it is revoked.")


class NewToken(BaseModel):
    """A token, told once."""

    token: str


@router.get("")
def show_me(asker: Asker) -> Me:
    """The account that asks, with its role in each course."""
    return Me(
        id=asker.public_id,
        name=asker.name,
        display_name=asker.display_name,
        language=asker.language,
        administrator=asker.administrator,
        roles=dict(asker.roles),
    )


@router.get("/tokens")
def list_tokens(request: Request, asker: Asker) -> list[TokenInfo]:
    """The account's tokens, oldest first."""
    return [
        TokenInfo(
            id=row.id,
            name=row.name,
            created_at=row.created_at,
            used_at=row.used_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
        )
        for row in site_of(request).accounts.tokens(asker.user_id)
    ]


@router.post("/tokens", status_code=201, responses=answers(409))
def make_token(request: Request, asker: Asker, wish: TokenWish) -> NewToken:
    """A new token. Only a browser may make one: a token that was stolen must not make others."""
    if asker.session.kind != "browser":
        raise Problem(409, "browser_only")
    return NewToken(token=site_of(request).accounts.new_token(asker.user_id, wish.name, wish.days))


@router.delete("/tokens/{id}", status_code=204)
def revoke_token(request: Request, asker: Asker, number: Annotated[int, Path(alias="id", ge=1, le=2**53)]) -> Response:
    """Revoke one of the account's tokens."""
    if not site_of(request).accounts.revoke(asker.user_id, number):
        raise Problem(404, "not_found")
    return Response(status_code=204)


@router.get("/export", response_class=Response, responses={200: {"content": {"application/zip": {}}}})
def export_me(request: Request, asker: Asker) -> Response:
    """Everything that the server holds of the account's person, as a zip."""
    site = site_of(request)
    courses = {course: host.course for course, host in site.hosts.items()}
    person = site.store.personal.subject(site.store.accounts.user(asker.user_id))
    if person is None:  # erased since they asked
        raise Problem(404, "not_found")
    data = export_person(site.store, person, courses, datetime.now(UTC))
    return download(data, f"{asker.public_id}.zip", "application/zip")
