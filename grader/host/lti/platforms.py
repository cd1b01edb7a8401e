"""The LMSes that an administrator let in, and the addresses that come with each."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from grader.errors import UsageError, worded
from grader.host.fetch import check_address, host_of
from grader.store.lti_rows import Platform

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ANY", "hosts_of", "make_platform", "origins_of"]

ANY = "*"
"""As the only deployment: whichever the LMS names."""
_LONGEST = 1000


def make_platform(
    issuer: str,
    client_id: str,
    *,
    auth_url: str,
    token_url: str,
    jwks_url: str,
    deployments: Sequence[str],
    course: str | None = None,
    hosts: Sequence[str] = (),
) -> Platform:
    """A platform as an administrator describes it.

    Raises:
        UsageError: an address is none to fetch from, or something is missing.
    """
    for name, text in (("issuer", issuer), ("client id", client_id), *(("deployment", one) for one in deployments)):
        if not text or len(text) > _LONGEST or not text.isprintable():
            raise UsageError(worded("The {name} {text} can't be used.", name=name, text=ascii(text[:80])))
    if not deployments:
        raise UsageError(
            worded("A deployment is missing."), worded("The LMS shows its id; --deployment '*' takes whichever comes.")
        )
    for url in (auth_url, token_url, jwks_url, *(f"https://{host}" for host in hosts)):
        try:
            check_address(url)
        except ValueError as error:
            raise UsageError(
                worded("{url} can't be an address of an LMS: {reason}.", url=ascii(url[:200]), reason=error)
            ) from error
    named = tuple(dict.fromkeys(host.lower().rstrip("/") for host in hosts))
    return Platform(issuer, client_id, tuple(dict.fromkeys(deployments)), auth_url, token_url, jwks_url, course, named)


def hosts_of(platform: Platform) -> frozenset[str]:
    """Every host that may be asked on behalf of this platform."""
    return frozenset(host_of(origin) for origin in origins_of(platform))


def origins_of(platform: Platform) -> tuple[str, ...]:
    """Where its pages and services may lie: who may frame ours, and who may be asked."""
    named = [platform.auth_url, platform.token_url, platform.jwks_url]
    with contextlib.suppress(ValueError):  # an issuer is a name; most are addresses too
        named.append(check_address(platform.issuer))
    origins = [f"{urlsplit(url).scheme}://{host_of(url)}" for url in named]
    return tuple(dict.fromkeys(origins + [f"https://{host}" for host in platform.hosts]))
