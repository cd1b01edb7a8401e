"""Signatures over reports and webhooks: detached JWS (RFC 7515, appendix F) with Ed25519 (RFC 8037).

What is signed is `base64url(header) + "." + base64url(payload)`; what is kept is `base64url(header) + ".." +
base64url(signature)`. The payload of a report is its view without `signature`, in the canonical form of RFC 8785. `typ`
in the header says what was signed, so that no webhook passes for a report.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519

from grader.errors import UsageError, worded
from grader.host.keys import thumbprint
from grader.report.canonical import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.host.keys import Key

__all__ = ["sign_bytes", "sign_report", "verify_bytes", "verify_report"]

Typ = Literal["grader-report", "grader-webhook"]


def sign_report(document: Mapping[str, Any], key: Key) -> dict[str, Any]:
    """A view of a report, as parsed JSON, with its `signature` filled in; each view has one of its own."""
    return {**document, "signature": sign_bytes(canonical(dict(document)), key, "grader-report")}


def verify_report(document: Mapping[str, Any], jwks: Mapping[str, Any]) -> str:
    """The kid of the key of this set that signed this view.

    Raises:
        UsageError: nobody signed it, another key did, or it was changed since.
    """
    signature = document.get("signature")
    if not isinstance(signature, str):
        raise UsageError(worded("This report is not signed."), worded("Only a server signs: fetch it from there."))
    try:
        payload = canonical(dict(document))
    except ValueError as error:
        raise _changed() from error
    return verify_bytes(payload, signature, jwks, "grader-report")


def sign_bytes(payload: bytes, key: Key, typ: Typ) -> str:
    """The detached JWS of `payload`."""
    if not isinstance(key.private, ed25519.Ed25519PrivateKey):
        raise TypeError("reports and webhooks are signed with Ed25519")
    header = _encode(json.dumps({"alg": "EdDSA", "kid": key.kid, "typ": typ}, separators=(",", ":")).encode())
    return f"{header}..{_encode(key.private.sign(_signed(header, payload)))}"


def verify_bytes(payload: bytes, signature: str, jwks: Mapping[str, Any], typ: Typ) -> str:
    """The kid of the key of this set that signed `payload`.

    Raises:
        UsageError: another key did, it was changed since, or the signature or the set is none.
    """
    header, empty, tail = (*signature.split("."), "", "")[:3]
    try:
        said = json.loads(_decode(header))
        raw = _decode(tail)
    except (ValueError, RecursionError) as error:
        raise _changed() from error
    if empty or signature.count(".") != 2 or not isinstance(said, dict):
        raise _changed()
    if said.get("alg") != "EdDSA" or said.get("typ") != typ or "crit" in said:
        raise _changed()
    public = _find(jwks, said.get("kid"))
    try:
        public.verify(raw, _signed(header, payload))
    except InvalidSignature as error:
        raise _changed() from error
    return str(said["kid"])


def _find(jwks: Mapping[str, Any], kid: Any) -> ed25519.Ed25519PublicKey:
    keys = jwks.get("keys")
    if not isinstance(keys, list):
        raise UsageError(
            worded("This is no set of keys."), worded("A server publishes its own at /.well-known/jwks.json.")
        )
    for jwk in keys:
        if isinstance(jwk, dict) and jwk.get("kty") == "OKP" and jwk.get("crv") == "Ed25519":
            try:
                if thumbprint(jwk) == kid:  # not what the set calls it: a kid is the key's own
                    return ed25519.Ed25519PublicKey.from_public_bytes(_decode(jwk["x"]))
            except (KeyError, TypeError, ValueError):
                continue
    raise UsageError(
        worded("The report was signed with a key that is not among these."),
        worded("Give the keys of the server that it came from: --keys FILE or --keys URL"),
    )


def _signed(header: str, payload: bytes) -> bytes:
    return f"{header}.{_encode(payload)}".encode("ascii")


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    """Base64url without padding; raises `ValueError` for any other spelling, so that a signature has only one."""
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
    if _encode(data) != text:
        raise ValueError("not canonical base64url")
    return data


def _changed() -> UsageError:
    return UsageError(
        worded("The signature does not fit: the report was changed, or is another view than the one that was signed."),
        worded("Fetch it again from the server."),
    )
