"""How an LMS gets to know this tool: its configuration as JSON, and Dynamic Registration where both sides can.

A registration begins with an address that an administrator made for it (`grade lti add --register HOST`): it is good
once, for an hour, and only for an LMS at one of the hosts named. So nobody else makes this server fetch anything, or
lets an LMS in.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pylti1p3.dynamic_registration import DynamicRegistration
from pylti1p3.exception import LtiException

from grader.host.fetch import Fetcher, check_address, host_of
from grader.host.lti.claims import LINE_ITEM, MEMBERS, SCORE
from grader.host.lti.platforms import ANY, hosts_of, make_platform
from grader.host.lti.refused import LaunchError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from grader.store import Store
    from grader.store.lti_rows import Platform

__all__ = ["invite_platform", "register", "tool_configuration"]

NAME = "gradefork"
SCOPES = [LINE_ITEM, SCORE, MEMBERS]
INVITED = timedelta(hours=1)
_TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"


def invite_platform(store: Store, hosts: Sequence[str], course: str | None, now: datetime) -> str:
    """Let one LMS at these hosts register itself; the code that its address here ends with."""
    code = secrets.token_urlsafe(24)
    named = [host.lower() for host in hosts]
    store.lti.begin(code, None, {"kind": "register", "hosts": named, "course": course}, now + INVITED)
    return code


def register(store: Store, code: str, configuration_url: str, token: str, *, url: str, now: datetime) -> Platform:
    """Register with an LMS that was invited, and let it in. `url` is this server's.

    Raises:
        LaunchError: nobody invited it, or it does not say what is needed.
    """
    pending = store.lti.take(code, now)
    if pending is None or pending.data.get("kind") != "register":
        raise LaunchError("lti_state")
    hosts, course = pending.data["hosts"], pending.data["course"]
    try:
        platform: Any = _Registration(url, configuration_url, token, hosts, course).register()
    except (OSError, LtiException, AssertionError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LaunchError("lti_refused", reason=ascii(str(error)[:300])[1:-1]) from error
    kept: Platform = store.lti.keep_platform(platform, now)
    return kept


def tool_configuration(url: str) -> dict[str, Any]:
    """What Canvas takes as `/lti/config.json`, and others can read."""
    target = f"{url}/lti/launch"
    placements = [
        {"placement": place, "message_type": "LtiDeepLinkingRequest", "target_link_uri": target, "enabled": True}
        for place in ("assignment_selection", "link_selection")
    ]
    placements.append(
        {"placement": "course_navigation", "message_type": "LtiResourceLinkRequest", "target_link_uri": target}
    )
    return {
        "title": NAME,
        "description": "Exercises that are graded by hidden tests, with feedback that says why.",
        "target_link_uri": target,
        "oidc_initiation_url": f"{url}/lti/login",
        "public_jwk_url": f"{url}/lti/jwks.json",
        "scopes": SCOPES,
        "custom_fields": {},
        "extensions": [
            {
                "platform": "canvas.instructure.com",
                "domain": host_of(url),
                "tool_id": NAME,
                "privacy_level": "public",
                "settings": {"text": NAME, "placements": placements},
            }
        ],
    }


class _Registration(DynamicRegistration):
    """pylti1p3's, over the invited hosts only."""

    client_name = NAME
    description = "Exercises that are graded by hidden tests, with feedback that says why."

    def __init__(self, url: str, configuration_url: str, token: str, hosts: list[str], course: str | None) -> None:
        self._url = url
        self._configuration_url = configuration_url
        self._token = token
        self._hosts = hosts
        self._course = course

    def get_request_session(self) -> Fetcher:
        return Fetcher(self._hosts)

    def get_openid_configuration_endpoint(self) -> str:
        return self._configuration_url

    def get_registration_token(self) -> str:
        return self._token or None  # type: ignore[return-value] # then pylti1p3 sends none

    def get_initiate_login_uri(self) -> str:
        return f"{self._url}/lti/login"

    def get_jwks_uri(self) -> str:
        return f"{self._url}/lti/jwks.json"

    def get_redirect_uris(self) -> list[str]:
        return [self.get_target_link_uri()]

    def get_target_link_uri(self) -> str:
        return f"{self._url}/lti/launch"

    def get_scopes(self) -> list[str]:
        return SCOPES

    def get_domain(self) -> str:
        return urlsplit(self._url).netloc

    def get_claims(self) -> list[str]:
        return ["iss", "sub", "name", "email"]

    def get_messages(self) -> list[dict[str, str]]:
        target = self.get_target_link_uri()
        return [
            {"type": "LtiResourceLinkRequest", "target_link_uri": target},
            {"type": "LtiDeepLinkingRequest", "target_link_uri": target, "label": NAME},
        ]

    def lti_registration_data(self) -> dict[str, Any]:
        """As pylti1p3 has it, without the picture that it asks for."""
        self.get_logo_uri = lambda: ""  # type: ignore[method-assign]
        return {key: value for key, value in super().lti_registration_data().items() if key != "logo_uri"}

    def complete_registration(
        self, openid_configuration: dict[str, Any], openid_registration: dict[str, Any]
    ) -> Platform:
        """The platform that the LMS describes, if all of it lies at the invited hosts."""
        said = openid_registration[_TOOL].get("deployment_id")
        platform = make_platform(
            check_address(openid_configuration["issuer"]),  # else it could take the name of another LMS
            openid_registration["client_id"],
            auth_url=openid_configuration["authorization_endpoint"],
            token_url=openid_configuration["token_endpoint"],
            jwks_url=openid_configuration["jwks_uri"],
            deployments=[said or ANY],
            course=self._course,
            hosts=[host for host in self._hosts if not host.startswith(("127.0.0.1", "localhost"))],
        )
        strange = hosts_of(platform) - set(self._hosts)
        if strange:
            raise LtiException(f"it names hosts that were not invited: {', '.join(sorted(strange))}")
        return platform
