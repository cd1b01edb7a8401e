"""Keys that a server signs with: two of a kind are live, so that one can take over from the other unnoticed.

A key is a file `<kind>-<made at>-<kid>.pem` (PKCS 8, 0600) in `keys/`. Reports are signed with the newest, and the one
before is still published for those that it signed. LMSes keep copies of the published keys for a while, so LTI
messages are signed with the older one: the newer is known everywhere by the time it is used. What leaves the folder at
a rotation leaves its public half in `retired-<kind>-<kid>.json`, for `grade report --verify --keys`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from grader.errors import UsageError, worded
from grader.host.private import create_private, read_private

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Key", "KeyRing", "lti_keys", "report_keys", "thumbprint"]

LIVE = 2
_LONGEST = 16_384
"""Bytes of a key file; an RSA key of 4096 bits has a fifth of it."""
_RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class Key:
    """A private key and what the world knows of it."""

    kid: str
    """Its RFC 7638 thumbprint."""
    made_at: datetime
    private: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey = field(compare=False, repr=False)
    public: dict[str, str]
    """As a JWK, with kid, alg and use."""


def report_keys(data: Path) -> KeyRing:
    """The Ed25519 keys of a server's data folder, for reports and webhooks."""
    return KeyRing(data / "keys", "report")


def lti_keys(data: Path) -> KeyRing:
    """The RSA keys of a server's data folder, which LMSes know it by."""
    return KeyRing(data / "keys", "lti")


class KeyRing:
    """The live keys of one kind in a folder, made on first use. What `rotate` does elsewhere is seen here at once."""

    def __init__(self, folder: Path, kind: Literal["report", "lti"]) -> None:
        self._folder = folder
        self._kind = kind
        self._seen: tuple[list[str], tuple[Key, ...]] = ([], ())

    def live(self) -> tuple[Key, ...]:
        """Oldest first; never empty.

        Raises:
            UsageError: a key can't be read, others can read it, or it is none.
        """
        names = self._names()
        while len(names) < (LIVE if self._kind == "lti" else 1):
            self._make(datetime.now(UTC))
            names = self._names()
        if names != self._seen[0]:
            self._seen = names, tuple(self._read(name) for name in names)
        return self._seen[1][-LIVE:]

    def signing(self) -> Key:
        """The key to sign with now."""
        return self.live()[-1 if self._kind == "report" else 0]

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public halves of the live keys as a JWK set (RFC 7517), the one in use first."""
        using = self.signing().kid
        return {"keys": sorted((dict(key.public) for key in self.live()), key=lambda one: one["kid"] != using)}

    def rotate(self) -> Key:
        """Make a key and retire the oldest; the key to sign with from now on."""
        self.live()
        self._make(datetime.now(UTC))
        for name in self._names()[:-LIVE]:
            key = self._read(name)
            retired = self._folder / f"retired-{self._kind}-{key.kid}.json"
            create_private(retired, json.dumps({"keys": [key.public]}).encode())
            (self._folder / name).unlink()
        return self.signing()

    def _names(self) -> list[str]:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return sorted(path.name for path in self._folder.glob(f"{self._kind}-*.pem"))
        except OSError as error:
            raise UsageError(
                worded("{path} can't be read: {reason}.", path=self._folder, reason=error.strerror),
                worded("It must be a folder of yours."),
            ) from error

    def _make(self, now: datetime) -> None:
        private: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
        if self._kind == "report":
            private = ed25519.Ed25519PrivateKey.generate()
        else:
            private = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        name = f"{self._kind}-{now:%Y%m%dT%H%M%S%f}-{thumbprint(_jwk(private))}.pem"
        create_private(self._folder / name, pem)

    def _read(self, name: str) -> Key:
        path = self._folder / name
        pem = read_private(path, most=_LONGEST)
        wanted = ed25519.Ed25519PrivateKey if self._kind == "report" else rsa.RSAPrivateKey
        try:
            private = serialization.load_pem_private_key(pem, password=None)
            made_at = datetime.strptime(name.split("-", 2)[1], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError) as error:
            raise _no_key(path) from error
        if not isinstance(private, wanted):
            raise _no_key(path)
        public = _jwk(private)
        kid = thumbprint(public)
        alg = "EdDSA" if self._kind == "report" else "RS256"
        return Key(kid, made_at, private, {**public, "kid": kid, "alg": alg, "use": "sig"})


def thumbprint(jwk: dict[str, Any]) -> str:
    """What a public key is known by: SHA-256 over its required members (RFC 7638, RFC 8037)."""
    members = {"OKP": ("crv", "kty", "x"), "RSA": ("e", "kty", "n")}[jwk["kty"]]
    required = json.dumps({name: jwk[name] for name in members}, sort_keys=True, separators=(",", ":"))
    return _base64url(hashlib.sha256(required.encode()).digest())


def _jwk(private: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey) -> dict[str, str]:
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return {"kty": "OKP", "crv": "Ed25519", "x": _base64url(private.public_key().public_bytes_raw())}
    numbers = private.public_key().public_numbers()
    return {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}


def _number(value: int) -> str:
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _no_key(path: Path) -> UsageError:
    return UsageError(
        worded("{path} holds no key.", path=path), worded("Put the file back from your backup, or take it away.")
    )
