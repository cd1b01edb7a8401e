"""Signed reports: whose key, over what, and every way in which a signature must not fit."""

import copy
import json

import pytest
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

from grader.errors import UsageError
from grader.host.keys import lti_keys, report_keys, thumbprint
from grader.host.signing import sign_bytes, sign_report, verify_bytes, verify_report
from grader.report import student_view, to_json
from grader.report.canonical import canonical
from tests.report.reports import mixed


@pytest.fixture
def ring(tmp_path):
    return report_keys(tmp_path)


@pytest.fixture(scope="module")
def staff():
    return json.loads(to_json(mixed()))


@pytest.fixture(scope="module")
def student():
    return json.loads(to_json(student_view(mixed(), after_due=False)))


def test_the_canonical_form_is_that_of_rfc_8785():
    document = {"b": [1.0, 1e21, -0.0, 4.5], "a": {"\u20ac": "\u000f", "A": None}, "signature": "left out"}
    assert (
        canonical(document) == '{"a":{"A":null,"\u20ac":"\\u000f"},"b":[1,1e+21,0,4.5]}'.replace("\u20ac", "€").encode()
    )


def test_an_integer_beyond_the_doubles_counts_as_other_implementations_read_it():
    assert canonical({"seed": 2**63 - 1}) == b'{"seed":9223372036854776000}'  # JSON.parse and JSON.stringify agree


def test_each_view_is_signed_by_itself(ring, staff, student):
    key = ring.signing()
    for view in (staff, student):
        assert verify_report(sign_report(view, key), ring.jwks()) == key.kid
    with pytest.raises(UsageError, match="does not fit"):
        verify_report({**student, "signature": sign_report(staff, key)["signature"]}, ring.jwks())


def test_a_signature_survives_another_order_of_keys_and_another_spelling_of_numbers(ring, staff):
    signed = sign_report(staff, ring.signing())
    other = json.loads(
        json.dumps(dict(reversed(signed.items()))).replace('"schema_version": 1', '"schema_version": 1.0')
    )
    assert verify_report(other, ring.jwks()) == ring.signing().kid


def test_another_library_reads_the_signature(ring, staff):
    signed = sign_report(staff, ring.signing())
    jws = JWS()
    jws.deserialize(signed["signature"])
    jws.allowed_algs = ["EdDSA"]
    jws.verify(JWK(**ring.jwks()["keys"][0]), detached_payload=canonical(staff))


def places(value, path=()):
    if isinstance(value, dict):
        for key, one in value.items():
            yield from places(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from places(one, (*path, number))
    else:
        yield path, value


def test_every_changed_value_is_noticed(ring, student):
    signed = sign_report(student, ring.signing())
    jwks = ring.jwks()
    for path, value in places(signed):
        changed = copy.deepcopy(signed)
        owner = changed
        for step in path[:-1]:
            owner = owner[step]
        owner[path[-1]] = 1 if value is None else not value if isinstance(value, bool) else value * 2 + type(value)(1)
        if changed != signed:
            with pytest.raises(UsageError):
                verify_report(changed, jwks)


def test_a_value_more_or_less_is_noticed(ring, student):
    signed = sign_report(student, ring.signing())
    for changed in ({**signed, "bonus": 1}, {key: one for key, one in signed.items() if key != "adjustments"}):
        with pytest.raises(UsageError, match="does not fit"):
            verify_report(changed, ring.jwks())


def test_nobody_else_signs(ring, student, tmp_path):
    stranger = report_keys(tmp_path / "stranger")
    signed = sign_report(student, stranger.signing())
    with pytest.raises(UsageError, match="not among these"):
        verify_report(signed, ring.jwks())
    renamed = {"keys": [{**stranger.jwks()["keys"][0], "kid": ring.signing().kid}]}
    with pytest.raises(UsageError, match="not among these"):
        verify_report({**signed, "signature": sign_report(student, ring.signing())["signature"]}, renamed)


def test_an_unsigned_report_says_so(ring, student):
    with pytest.raises(UsageError, match="not signed"):
        verify_report(student, ring.jwks())


@pytest.mark.parametrize("typ", ["grader-webhook"])
def test_a_webhook_passes_for_no_report(ring, student, typ):
    forged = {**student, "signature": sign_bytes(canonical(student), ring.signing(), typ)}
    with pytest.raises(UsageError, match="does not fit"):
        verify_report(forged, ring.jwks())


@pytest.mark.parametrize(
    "spell",
    [
        lambda text: text + "=",
        lambda text: text + ".",
        lambda text: text.replace("..", "."),
        lambda text: text.replace("..", ".e30."),
        lambda text: text[:-1] + {"A": "B"}.get(text[-1], "A") if text[-1] in "AQgw" else text + "A",
        lambda text: "",
        lambda text: "é" + text,
        lambda text: "[]..",
        lambda text: "e30.." + text.rpartition(".")[2],
    ],
)
def test_a_signature_has_one_spelling(ring, spell):
    signature = sign_bytes(b"bytes", ring.signing(), "grader-webhook")
    assert verify_bytes(b"bytes", signature, ring.jwks(), "grader-webhook")
    with pytest.raises(UsageError):
        verify_bytes(b"bytes", spell(signature), ring.jwks(), "grader-webhook")


@pytest.mark.parametrize("jwks", [{}, {"keys": None}, {"keys": [None, {"kty": "OKP", "crv": "Ed25519"}]}])
def test_what_is_no_set_of_keys_verifies_nothing(ring, student, jwks):
    with pytest.raises(UsageError):
        verify_report(sign_report(student, ring.signing()), jwks)


def test_two_report_keys_are_live_and_the_newest_signs(ring, student):
    old = sign_report(student, ring.signing())
    first = ring.signing()
    second = ring.rotate()
    assert ring.signing() == second != first
    assert [key["kid"] for key in ring.jwks()["keys"]] == [second.kid, first.kid]
    assert verify_report(old, ring.jwks()) == first.kid
    ring.rotate()
    with pytest.raises(UsageError, match="not among these"):
        verify_report(old, ring.jwks())


def test_a_retired_key_still_verifies_what_it_signed(ring, student, tmp_path):
    old = sign_report(student, ring.signing())
    first = ring.signing()
    ring.rotate()
    ring.rotate()
    retired = json.loads((tmp_path / "keys" / f"retired-report-{first.kid}.json").read_text())
    assert verify_report(old, retired) == first.kid
    assert len(list((tmp_path / "keys").glob("*.pem"))) == 2


def test_a_rotation_elsewhere_is_seen_at_once(ring, tmp_path):
    ring.signing()
    rotated = report_keys(tmp_path).rotate()
    assert ring.signing().kid == rotated.kid


def test_an_lms_knows_a_key_before_it_is_used(tmp_path):
    ring = lti_keys(tmp_path)
    older, newer = ring.live()
    assert ring.signing() == older
    assert {key["kid"] for key in ring.jwks()["keys"]} == {older.kid, newer.kid}
    assert ring.rotate() == newer
    assert "d" not in ring.jwks()["keys"][0]


def test_a_kid_is_the_thumbprint_of_rfc_7638(ring, tmp_path):
    # the example of RFC 8037, A.3; then as another library has it
    okp = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert thumbprint(okp) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    for key in (*ring.live(), *lti_keys(tmp_path).live()):
        assert key.kid == JWK(**key.public).thumbprint()


def test_keys_are_for_their_owner_only(ring, tmp_path):
    ring.signing()
    (file,) = (tmp_path / "keys").glob("*.pem")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    file.chmod(0o644)
    with pytest.raises(UsageError, match="can be read by others"):
        report_keys(tmp_path).signing()


def test_a_file_that_is_no_key_is_named(ring, tmp_path):
    ring.signing()
    (file,) = (tmp_path / "keys").glob("*.pem")
    file.write_text("nothing")
    with pytest.raises(UsageError, match=r"\.pem holds no key"):
        report_keys(tmp_path).signing()
