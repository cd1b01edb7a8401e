"""pylti1p3 over plain values: its abstract request, session, cookies and configuration, without a web framework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization
from pylti1p3.cookie import CookieService
from pylti1p3.deployment import Deployment
from pylti1p3.exception import ToolConfException
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.registration import Registration
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract

from grader.host.lti.platforms import ANY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.host.keys import Key
    from grader.store.lti_rows import Platform

__all__ = ["Asked", "Login", "Noted", "OnePlatform", "registration_of"]


class Asked(Request):
    """What the browser sent: its form or its query."""

    def __init__(self, params: Mapping[str, str], *, is_secure: bool = True) -> None:
        self._params = params
        self._is_secure = is_secure

    def is_secure(self) -> bool:
        """Did it come by https?"""
        return self._is_secure

    def get_param(self, key: str) -> str:
        """The value, empty where there is none."""
        return self._params.get(key, "")


class Noted(SessionService, CookieService):
    """Notes the state and the nonce that a sign-in makes, or holds those that a launch has to bring back.

    They are proved, kept and used up by `grader.host.lti.launches`; here they are only handed over.
    """

    def __init__(self, state: str = "", nonce: str = "") -> None:
        self.state = state
        self.nonce = nonce

    def get_cookie(self, name: str) -> str | None:
        """The state that this browser has proved to have begun."""
        return self.state if name == self.state else None

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:  # noqa: ARG002
        """Called once, with the state."""
        self.state = str(value)

    def save_nonce(self, nonce: str) -> None:
        """Called once, with the nonce that the launch must repeat."""
        self.nonce = nonce

    def check_nonce(self, nonce: str) -> bool:
        """Is it the one that was made with this state?"""
        return bool(self.nonce) and nonce == self.nonce

    def check_state_is_valid(self, state: str, id_token_hash: str) -> bool:  # noqa: ARG002
        """Never known from an earlier launch: each state is good once."""
        return False

    def set_state_valid(self, state: str, id_token_hash: str) -> None:
        """Nothing: see above."""

    def save_launch_data(self, key: str, jwt_body: Any) -> None:
        """Nothing: what a launch says is read at once."""


class OnePlatform(ToolConfAbstract[Asked]):
    """The configuration as far as one launch may know it: the platform that it was begun with."""

    def __init__(self, platform: Platform, key: Key | None = None) -> None:
        self._platform = platform
        self._key = key

    def check_iss_has_one_client(self, iss: str) -> bool:  # noqa: ARG002
        """No: a client id is always looked at."""
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:  # noqa: ARG002
        """Yes."""
        return True

    def find_registration_by_issuer(self, iss: str, *_args: Any, **_settings: Any) -> Registration:
        """Never asked for: see `check_iss_has_one_client`."""
        return self.find_registration_by_params(iss, "")

    def find_registration_by_params(self, iss: str, client_id: str, *_args: Any, **_settings: Any) -> Registration:
        """The platform. Raises `ToolConfException`: another one is meant."""
        if iss != self._platform.issuer or client_id not in ("", self._platform.client_id):
            raise ToolConfException("The message is of another platform, or for another client.")
        return registration_of(self._platform, self._key)

    def find_deployment(self, iss: str, deployment_id: str) -> Deployment | None:
        """Never asked for: see `check_iss_has_one_client`."""
        return self.find_deployment_by_params(iss, deployment_id, "")

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *_args: Any, **_settings: Any
    ) -> Deployment | None:
        """The deployment, if the administrator named it."""
        del iss, client_id  # looked at before
        known = self._platform.deployments
        return Deployment().set_deployment_id(deployment_id) if deployment_id in known or known == (ANY,) else None


class Login(OIDCLogin[Asked, OnePlatform, Noted, Noted, str]):
    """The first step of a sign-in; `get_redirect_object` gives the address to send the browser to."""

    def get_redirect(self, url: str) -> Redirect[str]:
        """The address, wrapped."""
        return _Address(url)


class _Address(Redirect[str]):
    def __init__(self, url: str) -> None:
        self._url = url

    def do_redirect(self) -> str:
        return self._url

    def do_js_redirect(self) -> str:
        return self._url

    def set_redirect_url(self, location: str) -> None:
        self._url = location

    def get_redirect_url(self) -> str:
        return self._url


def registration_of(platform: Platform, key: Key | None = None) -> Registration:
    """A platform as pylti1p3 has it; with a key it can also sign what goes there."""
    registration = Registration()
    registration.set_issuer(platform.issuer).set_client_id(platform.client_id)
    registration.set_auth_login_url(platform.auth_url).set_auth_token_url(platform.token_url)
    registration.set_key_set_url(platform.jwks_url)
    if key is not None:
        pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        registration.set_tool_private_key(key.private.private_bytes(pem, pkcs8, serialization.NoEncryption()).decode())
        public = key.private.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
        registration.set_tool_public_key(public.decode())
    return registration
