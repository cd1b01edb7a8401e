"""What a launch says, read out of its claims; text of it is cut, and nothing of it is believed beyond its shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.store.account_rows import Role
    from grader.store.lti_rows import Platform

__all__ = ["LINE_ITEM", "MEMBERS", "SCORE", "Launch", "read_launch", "role_of"]

LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
MEMBERS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
_LONGEST = 1000
_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_ASSISTANT = f"{_MEMBERSHIP}/Instructor#TeachingAssistant"
_IN_CHARGE = {f"{_MEMBERSHIP}#Administrator", "Administrator"}
_TEACHES = {f"{_MEMBERSHIP}#Instructor", "Instructor"}
_LEARNS = {f"{_MEMBERSHIP}#Learner", "Learner"}


@dataclass(frozen=True, slots=True)
class Launch:
    """A launch that was proved to come from its platform."""

    platform: Platform
    kind: Literal["resource", "deep_link"]
    deployment: str
    sub: str
    role: Role | None
    """What the person is in the LMS's course; None: nothing that we know."""
    context: str
    context_title: str
    resource_link: str
    custom: Mapping[str, str]
    line_item: str | None = None
    line_items_url: str | None = None
    """Where line items can be made; None where we may not."""
    memberships_url: str | None = None
    name: str | None = None
    """None where the LMS withholds it."""
    email: str | None = None
    language: str | None = None
    deep_linking: Mapping[str, Any] = field(default_factory=dict)


def read_launch(platform: Platform, body: Mapping[str, Any]) -> Launch | None:
    """The launch that a message is; None for a kind of message that leads nowhere here."""
    kinds = {"LtiResourceLinkRequest": "resource", "LtiDeepLinkingRequest": "deep_link"}
    kind = kinds.get(_text(body.get(f"{_CLAIM}message_type")))
    if kind is None:
        return None
    context = _mapping(body.get(f"{_CLAIM}context"))
    grades = _mapping(body.get("https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"))
    names = _mapping(body.get("https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"))
    scopes = grades.get("scope")
    scopes = scopes if isinstance(scopes, list) else []
    return Launch(
        platform=platform,
        kind="resource" if kind == "resource" else "deep_link",
        deployment=_text(body.get(f"{_CLAIM}deployment_id")),
        sub=str(body["sub"]),
        role=role_of(body.get(f"{_CLAIM}roles")),
        context=_text(context.get("id")),
        context_title=_text(context.get("title")),
        resource_link=_text(_mapping(body.get(f"{_CLAIM}resource_link")).get("id")),
        custom={_text(key): _text(value) for key, value in _mapping(body.get(f"{_CLAIM}custom")).items()},
        line_item=_text(grades.get("lineitem")) or None if SCORE in scopes else None,
        line_items_url=_text(grades.get("lineitems")) or None if {SCORE, LINE_ITEM} <= set(map(str, scopes)) else None,
        memberships_url=_text(names.get("context_memberships_url")) or None,
        name=_text(body.get("name")) or None,
        email=_text(body.get("email")) or None,
        language=_text(body.get("locale")) or None,
        deep_linking=_mapping(body.get("https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings")),
    )


def role_of(roles: Any) -> Role | None:
    """The part in this course, by the roles in it alone: who administers an LMS teaches nobody by that.

    An LMS that says teaching assistant says instructor beside it, which is the role that it is a part of.
    """
    said = {role for role in roles if isinstance(role, str)} if isinstance(roles, list) else set()
    if said & _IN_CHARGE:
        return "instructor"
    if _ASSISTANT in said:
        return "assistant"
    if said & _TEACHES:
        return "instructor"
    return "student" if said & _LEARNS else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
