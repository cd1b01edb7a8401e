"""What another site may have a browser send to a launch."""

from __future__ import annotations

import re

import pytest

from tests.lti.issuer import CLAIM, CLIENT, Issuer
from tests.web.conftest import serve


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    yield from serve(tmp_path_factory.mktemp("server"))


@pytest.fixture
def lms():
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.mark.parametrize(
    ("origin", "field"), [("https://evil.example", "binding"), (None, "binding"), ("ours", "ticket")]
)
def test_only_our_own_page_may_bring_the_binding(served, lms, origin, field):
    """Else whoever began a sign-in as themselves could end it in another's browser, and be handed what is done there."""
    target = f"{served.site.url}/lti/launch"
    served.site.store.lti.keep_platform(lms.platform(), served.host.now())
    asked = {"iss": lms.url, "client_id": CLIENT, "login_hint": "h", "target_link_uri": target}
    kept = served.as_(None).get("/lti/login", params={**asked, "lti_storage_target": "_parent"}).text
    binding, state = (re.search(rf'data-{name}="([^"]+)"', kept)[1] for name in ("value", "key"))
    nonce = re.search(r"nonce=([\w-]+)", kept)[1]
    claims = lms.claims(nonce, **{f"{CLAIM}target_link_uri": target, f"{CLAIM}custom": {}})
    headers = {} if origin is None else {"origin": served.site.url if origin == "ours" else origin}
    sent = {"state": state, "id_token": lms.sign(claims), "binding": binding}
    page = served.as_(None).post("/lti/launch", data=sent, headers=headers).text
    assert re.findall(r'name="(binding|ticket)"', page) == [field]
