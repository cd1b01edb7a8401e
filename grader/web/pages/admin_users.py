"""Everybody on the server: made, kept out and let in again, with which parts in which courses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request

from grader.errors import UserError
from grader.host.messages import moment
from grader.web.admin_frame import Administrator, show_admin
from grader.web.flash import done
from grader.web.language import language_for
from grader.web.problem import Problem
from grader.web.site import site_of
from grader.web.words import say, say_error

if TYPE_CHECKING:
    from starlette.responses import Response

    from grader.host.accounts import Viewer
    from grader.store.account_rows import UserRow

__all__ = ["router"]

router = APIRouter()
_PAGE = 100
_HERE = "/admin/users"


@router.get(_HERE)
def show_users(
    request: Request,
    asker: Administrator,
    q: Annotated[str, Query(max_length=100)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The page; `q` leaves out whom it does not name."""
    return _page(request, asker, q=q, page=page)


@router.post(_HERE)
def add_user(
    request: Request,
    asker: Administrator,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1_000)],
    display_name: Annotated[str, Form(max_length=200)] = "",
    administrator: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """A new user."""
    accounts = site_of(request).accounts
    try:
        user = accounts.add_user(
            name, password, administrator=bool(administrator), display_name=display_name.strip() or None
        )
    except UserError as error:
        refused = say_error(language_for(request), error)
        return _page(request, asker, refused=refused, typed={"name": name, "display_name": display_name})
    return done(request, _HERE, "user_added", who=user.display_name or user.name)


@router.post(_HERE + "/{user}/disabled")
def disable(
    request: Request,
    asker: Administrator,
    user: Annotated[str, Path(max_length=100)],
    disabled: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Keep somebody out, or let them in again."""
    accounts = site_of(request).accounts
    known = next((one for one in accounts.users() if one.public_id == user), None)
    if known is None:
        raise Problem(404, "not_found")
    if known.id == asker.user_id:
        return _page(request, asker, refused=say(language_for(request), "users_not_yourself"))
    accounts.disable(known.id, disabled=bool(disabled))
    key = "user_disabled" if disabled else "user_enabled"
    return done(request, _HERE, key, who=known.display_name or known.name or known.public_id)


def _page(
    request: Request,
    asker: Viewer,
    *,
    q: str = "",
    page: int = 1,
    refused: str = "",
    typed: dict[str, str] | None = None,
) -> Response:
    users = site_of(request).accounts.users()
    wanted = [one for one in users if q.casefold() in f"{one.name} {one.display_name} {one.email}".casefold()]
    first = (page - 1) * _PAGE
    return show_admin(
        request,
        "admin_users.html.j2",
        "users",
        users=[_describe(request, asker, one) for one in wanted[first : first + _PAGE]],
        found=len(wanted),
        q=q,
        page=page,
        older=first + _PAGE < len(wanted),
        refused=refused,
        typed=typed or {"name": "", "display_name": ""},
    )


def _describe(request: Request, asker: Viewer, user: UserRow) -> dict[str, Any]:
    site, language = site_of(request), language_for(request)
    zone = next(iter(site.hosts.values())).course.timezone
    titles = {name: host.course.title(language) for name, host in site.hosts.items()}
    return {
        "id": user.public_id,
        "name": user.display_name or user.name or say(language, "somebody"),
        "login": user.name or "",
        "email": user.email or "",
        "administrator": user.administrator,
        "disabled": user.disabled_at is not None,
        "since": moment(language, user.created_at, zone),
        "parts": [(titles.get(part.course, part.course), part.role) for part in user.memberships],
        "is_self": user.id == asker.user_id,
    }
