"""Commands that look after a server's LMSes, keys and deliveries, and the one that verifies a report."""

import json

import pytest

from grader.host.keys import report_keys
from grader.host.signing import sign_report
from grader.report import student_view, to_json
from grader.store import Store
from tests.report.reports import mixed

LMS = "https://moodle.example.edu"
ADDRESSES = ["--auth-url", f"{LMS}/auth", "--token-url", f"{LMS}/token", "--jwks-url", f"{LMS}/jwks"]


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def signed(tmp_path, state):
    """A file with the student's view of a report, signed with this machine's key."""
    state.mkdir(mode=0o700)
    document = json.loads(to_json(student_view(mixed(), after_due=False)))
    file = tmp_path / "report.json"
    file.write_text(json.dumps(sign_report(document, report_keys(state / "server").signing())))
    return file


def test_an_lms_is_let_in_and_listed(grade, data, course_folder):
    add = ["lti", "add", LMS, "client", *ADDRESSES, "--deployment", "1", "--host", "Services.example.edu"]
    added = grade(*add, "--course", course_folder, "--data", data)
    assert (added.code, added.out) == (0, f"Platform 1: {LMS} may send people here.\n")
    (one,) = grade("lti", "list", "--data", data, "--json").json
    assert (one["course"], one["deployments"], one["hosts"]) == ("small", ["1"], ["services.example.edu"])
    again = grade(*add, "--deployment", "2", "--data", data, "--json")
    assert again.json == {"platform": 1}
    assert grade("lti", "list", "--data", data).out == f"1  {LMS}  client  1, 2  connected one by one\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["http://moodle.example.edu", "c", *ADDRESSES], "deployment is missing"),
        ([LMS, "c", "--deployment", "1"], "are needed"),
        ([LMS, "c", *ADDRESSES[:-1], "http://moodle.example.edu/jwks", "--deployment", "1"], "must begin with https"),
        ([LMS, "c", *ADDRESSES[:-1], "https://a:b@moodle.example.edu/", "--deployment", "1"], "a name, a password"),
        ([LMS, "c", *ADDRESSES[:-1], "file:///etc/passwd", "--deployment", "1"], "names no host"),
        (["--register", "https://grade.example.edu"], "needs the LMS's --host"),
    ],
)
def test_an_lms_with_odd_addresses_is_refused(grade, data, arguments, said):
    refused = grade("lti", "add", *arguments, "--data", data)
    assert refused.code == 2
    assert said in refused.err


def test_an_lms_can_be_invited_to_register_itself(grade, data):
    invited = grade(
        "lti", "add", "--register", "https://grade.example.edu/", "--host", "m.example", "--data", data, "--json"
    )
    code = invited.json["register_at"].removeprefix("https://grade.example.edu/lti/register/")
    with Store.open(data / "grader.db") as store:
        from datetime import UTC, datetime

        assert store.lti.take(code, datetime.now(UTC)).data["hosts"] == ["m.example"]


def test_a_course_of_an_lms_is_connected(grade, data):
    assert grade("lti", "connect", "1", "1", "course-1", "small", "--data", data).code == 2
    grade("lti", "add", LMS, "client", *ADDRESSES, "--deployment", "1", "--data", data)
    assert grade("lti", "connect", "1", "1", "course-1", "small", "--data", data).out == "course-1 leads to small.\n"
    with Store.open(data / "grader.db") as store:
        assert store.lti.link(1, "1", "course-1", "").course == "small"


def test_keys_are_listed_and_rotated(grade, data):
    (before,) = grade("keys", "list", "--data", data, "--json").json["keys"]
    rotated = grade("keys", "rotate", "--data", data, "--json").json["keys"]
    assert rotated[1] == before
    lines = grade("keys", "list", "--data", data).out.splitlines()
    assert [line.split()[0] for line in lines] == [key["kid"] for key in rotated]
    assert lines[0].endswith("in use")
    assert "d" not in before


def test_deliveries_are_set_and_told(grade, data, tmp_path):
    assert grade("deliver", "--data", data).out.startswith("Reports are delivered nowhere.")
    told = grade("deliver", "--webhook", "https://records.example/x", "--folder", tmp_path, "--data", data, "--json")
    assert told.json == {
        "webhook": "https://records.example/x",
        "folder": str(tmp_path),
        "view": "student",
        "unsent": [],
    }
    assert grade("deliver", "--webhook", "http://records.example/x", "--data", data).code == 2
    assert grade("deliver", "--folder", tmp_path / "none", "--data", data).code == 2
    assert grade("deliver", "--off", "--data", data, "--json").json["webhook"] is None
    assert (data / "destinations.json").stat().st_mode & 0o077 == 0


def test_a_report_is_verified_with_this_machine_s_keys(grade, signed, state):
    kid = report_keys(state / "server").signing().kid
    good = grade("report", "--verify", signed)
    assert good.code == 0
    assert good.out.startswith(f"Signed with {kid} of {state / 'server'}: report #")
    assert good.out.endswith("in the student's view.\n")


def test_a_report_is_verified_with_keys_of_a_file(grade, signed, state, tmp_path):
    keys = tmp_path / "jwks.json"
    keys.write_text(json.dumps(report_keys(state / "server").jwks()))
    assert grade("report", "--verify", signed, "--keys", keys, "--json").json["signed"] is True
    keys.write_text(json.dumps(report_keys(tmp_path / "stranger").jwks()))
    other = grade("report", "--verify", signed, "--keys", keys)
    assert (other.code, "not among these" in other.err) == (2, True)


def test_a_changed_report_is_told(grade, signed):
    signed.write_text(signed.read_text().replace('"passed": false', '"passed": true', 1))
    changed = grade("report", "--verify", signed)
    assert changed.code == 2
    assert changed.err.startswith("The signature does not fit")


@pytest.mark.parametrize("content", ["", "[]", "{", '{"signature": 1}', '{"a": ' * 10_000])
def test_what_is_no_report_is_told(grade, signed, content):
    signed.write_text(content)
    assert grade("report", "--verify", signed).code == 2


def test_without_any_keys_it_says_where_they_are(grade, tmp_path):
    file = tmp_path / "r.json"
    file.write_text("{}")
    assert ".well-known/jwks.json" in grade("report", "--verify", file).err


def test_keys_are_fetched_from_a_server(grade, signed, state):
    from tests.lti.issuer import Issuer

    server = Issuer()
    try:
        server.say("/.well-known/jwks.json", report_keys(state / "server").jwks())
        server.answers["/moved"] = (302, {"location": "/.well-known/jwks.json"}, b"")
        assert grade("report", "--verify", signed, "--keys", f"{server.url}/.well-known/jwks.json").code == 0
        assert grade("report", "--verify", signed, "--keys", f"{server.url}/moved").code == 2
    finally:
        server.close()
