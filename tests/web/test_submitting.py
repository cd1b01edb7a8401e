"""Handing in by the API: stored before it is acknowledged, once whatever is sent again, graded while one watches."""

from __future__ import annotations

import json
import sqlite3
import time

import pytest

from grader.errors import UsageError
from grader.host.signing import verify_report
from grader.store import connect
from tests.host.small_course import answer


def events(text: str) -> list[tuple[str, str, dict]]:
    """(id, event, data) of a stream."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if fields:
            found.append((fields["id"], fields["event"], json.loads(fields["data"])))
    return found


def test_a_submission_is_acknowledged_watched_and_read(served):
    sent = served.submit("ann", "sign rate", key="first")
    assert sent.status_code == 202
    shown = sent.json()
    assert sent.headers["location"] == shown["links"]["self"]
    assert (shown["exercise"], shown["student"], shown["attempt"]) == ("bend", "ann", 1)
    ann = served.as_("ann")
    heard = events(ann.get(shown["links"]["events"]).text)
    assert [kind for _, kind, _ in heard if kind != "state"] == ["test"] * 4 + ["done"]
    assert "test_secret" not in {data.get("name") for _, _, data in heard}
    done = heard[-1][2]
    now = ann.get(shown["links"]["self"]).json()
    assert (now["state"], now["score"], now["position"]) == ("graded", done["score"], 0)
    report = ann.get(shown["links"]["report"]).json()
    assert report["score"] == now["score"]
    assert report["seed"] is None


def test_the_same_key_gives_the_same_submission_and_another_file_is_refused(served):
    first = served.submit("ann", "sign", key="again").json()["id"]
    assert served.submit("ann", "sign", key="again").json()["id"] == first
    refused = served.submit("ann", "rate", key="again")
    assert (refused.status_code, refused.json()["code"]) == (409, "key_reused")
    other = served.submit("ann", "sign", slug="slope", key="again")
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert served.submit("bob", "rate", key="again").json()["id"] != first


def test_a_token_needs_a_key_and_a_browser_does_not(served):
    refused = served.submit("ann", "sign", key=None)
    assert (refused.status_code, refused.json()["code"]) == (422, "key_missing")
    browser = served.browser("ann")
    files = {"file": ("bend.py", answer("# sign"))}
    assert browser.post("/api/v1/courses/small/exercises/bend/submissions", files=files).status_code == 202


def test_the_policy_speaks_in_the_problem(served):
    assert served.submit("bob", "sign", slug="slope", key="one").status_code == 202
    refused = served.submit("bob", "sign", slug="slope", key="two")
    assert refused.status_code == 429
    assert refused.json()["code"] == "cooling_down"
    assert 0 < int(refused.headers["retry-after"]) <= 300
    assert served.submit("bob", "sign", slug="slope", key="one").status_code == 202


@pytest.mark.parametrize(("name", "status"), [("bend.txt", 422), ("", 422), ("bend.PY", 202)])
def test_only_what_could_be_graded_is_taken(served, name, status):
    files = {"file": (name, answer("# sign"))}
    sent = served.browser("ann").post("/api/v1/courses/small/exercises/bend/submissions", files=files)
    assert sent.status_code == status


def test_a_file_that_is_too_long_is_not_read_to_its_end(served):
    sent = served.submit("ann", data=b"#" * (18 << 20))
    assert (sent.status_code, sent.json()["code"]) == (413, "too_large")
    assert "16 MiB" in sent.json()["advice"]


def test_a_database_that_stays_locked_is_told_as_such_and_the_same_again_is_taken(served, monkeypatch):
    monkeypatch.setattr(connect, "BUSY_MS", 50)
    served.site.store.engine.dispose()  # its next connections wait as long as this
    with sqlite3.connect(served.site.data / "grader.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        away = served.submit("ann", "sign", key="one")
        other.execute("ROLLBACK")
    assert (away.status_code, away.json()["code"]) == (503, "unavailable")
    assert 0 < int(away.headers["retry-after"]) <= 5
    assert served.submit("ann", "sign", key="one").status_code == 202


def test_a_stream_that_comes_back_hears_what_it_missed(served):
    number = served.graded("ann", "sign")
    ann = served.as_("ann")
    path = f"/api/v1/submissions/{number}/events"
    whole = events(ann.get(path).text)
    third = whole[2][0]
    assert events(ann.get(path, headers={"last-event-id": third}).text) == whole[3:]
    assert events(ann.get(path, headers={"last-event-id": "999.3"}).text) == whole


def test_who_waits_hears_the_place_in_the_queue(served):
    served.engine.go.clear()
    for _ in range(2):  # as many as there are graders
        served.submit("bob", "wait")
    last = served.submit("ann", "sign", key="queued").json()
    assert last["state"] == "received"
    assert last["position"] == 1
    assert [one["position"] for one in served.as_("tess").get("/api/v1/courses/small/queue").json()][-1] == 1
    with served.as_("ann").stream("GET", last["links"]["events"]) as stream:
        lines = stream.iter_lines()
        told = [next(lines) for _ in range(3)]
        assert json.loads(told[2].removeprefix("data: ")) == {"state": "received", "position": 1}
        served.engine.go.set()
        assert any("graded" in line for line in lines)


def test_a_file_comes_back_byte_for_byte(served):
    data = answer("# sign") + "# á\r\n".encode()
    number = served.submit("ann", data=data).json()["id"]
    assert served.as_("ann").get(f"/api/v1/submissions/{number}/file").content == data


def test_lists_come_in_pages(served):
    numbers = [served.submit("ann", f"sign {n}").json()["id"] for n in range(3)]
    seen, after = [], 0
    while after is not None:
        page = served.as_("ann").get("/api/v1/courses/small/submissions", params={"after": after, "limit": 2}).json()
        assert len(page["items"]) <= 2
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
    assert seen == sorted(set(seen))
    assert set(numbers) <= set(seen)
    assert {item["student"] for item in page["items"]} == {"ann"}


def test_what_did_not_change_is_not_sent_again(served):
    ann, number = served.as_("ann"), served.graded("ann", "sign")
    for path in (f"/api/v1/submissions/{number}", f"/api/v1/submissions/{number}/report", "/api/v1/courses"):
        first = ann.get(path)
        again = ann.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert ann.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_what_can_t_be_graded_here_waits_and_holds_nobody_up(served):
    stuck = served.submit("bob", "gpu").json()["id"]
    assert served.as_("ann").get(f"/api/v1/submissions/{served.graded('ann', 'sign')}").json()["state"] == "graded"
    end = time.monotonic() + 60
    while (waiting := served.as_("bob").get(f"/api/v1/submissions/{stuck}").json())["state"] == "grading":
        assert time.monotonic() < end  # another thread may still be giving it back
    assert (waiting["state"], waiting["position"]) == ("received", 1)


@pytest.mark.parametrize("word", ["broken", "bug"])
def test_a_fault_of_ours_is_told_as_such_and_the_next_is_graded(served, word):
    number = served.graded("bob", word)
    shown = served.as_("bob").get(f"/api/v1/submissions/{number}").json()
    assert (shown["state"], shown["score"]) == ("grader_error", None)
    heard = events(served.as_("bob").get(shown["links"]["events"]).text)
    assert heard[-1][2] == {"state": "grader_error", "score": None, "max_score": 3.0}
    assert "ZeroDivisionError" not in served.as_("bob").get(shown["links"]["report"]).text
    assert served.as_("ann").get(f"/api/v1/submissions/{served.graded('ann', 'sign')}").json()["state"] == "graded"


def test_a_report_is_signed_by_the_server(served):
    number = served.graded("ann", "sign")
    keys = served.as_(None).get("/.well-known/jwks.json").json()
    report = served.as_("ann").get(f"/api/v1/submissions/{number}/report").json()
    assert verify_report(report, keys) == keys["keys"][0]["kid"]
    with pytest.raises(UsageError):
        verify_report({**report, "score": 3.0}, keys)


def test_an_overridden_score_is_what_students_and_grade_books_see(served):
    number = served.graded("bob", "sign", slug="bend")
    change = {"student": "bob", "exercise": "bend", "score": 2.5, "reason": "Shown on paper."}
    assert served.as_("ina").post("/api/v1/courses/small/overrides", json=change).status_code == 201
    books = served.as_("ina").get("/api/v1/courses/small/gradebook", params={"format": "json"}).text
    assert "2.5" in books
    own = [one for one in served.as_("bob").get("/api/v1/courses/small/exercises").json() if one["slug"] == "bend"]
    assert own[0]["best"]["score"] == 2.5
    assert number
    line = served.as_("ina").get("/api/v1/courses/small/audit", params={"limit": 500}).json()["items"][-1]
    assert (line["action"], line["subject_name"]) == ("override", "bob")


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_at_the_ends_of_the_calendar_is_refused(served, at):
    """In other time zones it is before or after all times."""
    assert served.submit("bob", "sign", claimed_at=at).status_code == 422
    wish = {"student": "bob", "exercise": "slope", "until": at, "reason": "Long."}
    assert served.as_("ina").post("/api/v1/courses/small/extensions", json=wish).status_code == 422
    form = {"until": at[:16], "reason": "Long."}
    assert served.browser("ina").post("/c/small/class/s/bob/slope/extension", data=form).status_code == 422
    assert served.as_("bob").get("/api/v1/courses/small/exercises").status_code == 200
