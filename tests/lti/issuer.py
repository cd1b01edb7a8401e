"""An LMS that says whatever a test wants: its own keys, its own server on loopback, every answer settable.

What a real LMS does is shown by `tests/lti/lms`; this one is for what no real one would do.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from grader.host.lti.platforms import make_platform

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
CLIENT = "the-tool"
TARGET = "https://grade.example/lti/launch"
SUB = "user-1"


class Issuer:
    """`answers` maps paths to (status, headers, body); `asked` holds (method, path, headers, body) of each request.

    `pages` maps paths to what makes a page of what was sent there.
    """

    def __init__(self, name: str = "127.0.0.1") -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.kid = "first"
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.pages: dict[str, Callable[[dict[str, str]], str]] = {}
        lms = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                lms.asked.append((self.command, self.path, dict(self.headers), body))
                path, _, query = self.path.partition("?")
                if path in lms.pages:
                    page = lms.pages[path](dict(parse_qsl(query or body.decode())))
                    status, headers, data = 200, {"content-type": "text/html"}, page.encode()
                else:
                    status, headers, data = lms.answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for header, value in headers.items():
                    self.send_header(header, value)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = answer  # noqa: N815 - as http.server calls them

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://{name}:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.publish()
        self.say("/token", {"access_token": "pass", "expires_in": 3600})

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def say(self, path: str, value: object, status: int = 200, **headers: str) -> None:
        self.answers[path] = (status, headers, json.dumps(value).encode())

    def publish(self) -> None:
        public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        self.say("/jwks", {"keys": [{**public, "kid": self.kid, "alg": "RS256", "use": "sig"}]})

    def requests(self, path: str) -> list[tuple[dict[str, str], bytes]]:
        return [(headers, body) for _, asked, headers, body in self.asked if asked == path]

    def platform(self, **changes):
        said = {
            "auth_url": f"{self.url}/auth",
            "token_url": f"{self.url}/token",
            "jwks_url": f"{self.url}/jwks",
            "deployments": ["1"],
            "course": "small",
        }
        return make_platform(self.url, CLIENT, **{**said, **changes})

    def login(self, **changes: str) -> dict[str, str]:
        said = {"iss": self.url, "client_id": CLIENT, "login_hint": "h", "target_link_uri": TARGET}
        return {key: value for key, value in {**said, **changes}.items() if value is not None}

    def claims(self, made: str, **changes) -> dict[str, object]:
        now = int(time.time())
        said = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": SUB,
            "iat": now,
            "exp": now + 300,
            "nonce": made,
            f"{CLAIM}message_type": "LtiResourceLinkRequest",
            f"{CLAIM}version": "1.3.0",
            f"{CLAIM}deployment_id": "1",
            f"{CLAIM}target_link_uri": TARGET,
            f"{CLAIM}resource_link": {"id": "link-1"},
            f"{CLAIM}context": {"id": "course-1", "title": "Deep learning"},
            f"{CLAIM}roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
            f"{CLAIM}custom": {"exercise": "slope"},
            "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
                "scope": [
                    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
                    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
                ],
                "lineitem": f"{self.url}/items/1",
                "lineitems": f"{self.url}/items",
            },
        }
        return {key: value for key, value in {**said, **changes}.items() if value is not None}

    def sign(self, claims: dict[str, object], *, key=None, kid: str | None = None, algorithm: str = "RS256") -> str:
        return jwt.encode(claims, key or self.key, algorithm=algorithm, headers={"kid": kid or self.kid})

    @staticmethod
    def nonce_of(begun) -> str:
        return parse_qs(urlsplit(begun.url).query)["nonce"][0]
