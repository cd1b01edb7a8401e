"""Who is in a course, as its LMS lists them (Names and Role Provisioning Services)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pylti1p3.exception import LtiException
from pylti1p3.names_roles import NamesRolesProvisioningService

from grader.errors import UsageError, worded
from grader.host.lti.claims import role_of
from grader.host.lti.connector import Connector, Tokens

if TYPE_CHECKING:
    from grader.host.accounts import Accounts
    from grader.host.keys import KeyRing
    from grader.store import Store
    from grader.store.lti_rows import Platform

__all__ = ["Taken", "take_roster"]

MOST_PAGES, MOST_MEMBERS = 100, 20_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it."""

    members: int
    """With a part in the course now."""
    left_out: int
    """Inactive in the LMS, or with no role that we know."""


def take_roster(store: Store, accounts: Accounts, keys: KeyRing, course: str) -> Taken:
    """Make everyone in the LMS's courses that lead to this one a member, with the role that they have there.

    Nobody is put out: who left the LMS's course keeps what they handed in here.

    Raises:
        UsageError: no LMS has offered its list yet, or it can't be had.
    """
    places = {(link.platform, link.memberships_url) for link in store.lti.links(course) if link.memberships_url}
    if not places:
        raise UsageError(
            worded("No LMS has offered its list of members yet."),
            worded("It does when somebody comes from there; the tool must be allowed to see names and roles."),
        )
    joined = left_out = 0
    for number, url in sorted(places):
        platform = store.lti.platform(number)
        for member in [] if platform is None else _members(platform, str(url), keys):
            role, sub = role_of(member.get("roles")), member.get("user_id")
            if role is None or not isinstance(sub, str) or not sub or member.get("status", "Active") != "Active":
                left_out += 1
                continue
            name, email = member.get("name"), member.get("email")
            accounts.user_of_lti(
                number,
                sub,
                course=course,
                role=role,
                display_name=name if isinstance(name, str) else None,
                email=email if isinstance(email, str) else None,
            )
            joined += 1
    return Taken(joined, left_out)


def _members(platform: Platform, url: str, keys: KeyRing) -> list[dict[str, Any]]:
    service = NamesRolesProvisioningService(Connector(platform, keys, Tokens()), {"context_memberships_url": url})
    found: list[dict[str, Any]] = []
    page: str | None = url
    try:
        for _ in range(MOST_PAGES):
            members, page = service.get_members_page(page)
            found += [dict(member) for member in members]
            if not page or len(found) > MOST_MEMBERS:
                return found[:MOST_MEMBERS]
    except (OSError, LtiException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            worded("The LMS did not give its list of members: {reason}.", reason=ascii(str(error)[:200])[1:-1])
        ) from error
    return found
