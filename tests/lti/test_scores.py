"""Scores reach the LMS: what counts, once, in rising order, and again after whatever went wrong."""

import json
from datetime import datetime, timedelta

import pytest

from grader.host.deliveries import FIRST_WAIT, LONGEST_WAIT, MOST_TRIES, wait_before
from grader.host.destinations import Destination, keep_destination
from grader.host.keys import report_keys
from grader.host.override import override
from grader.host.post import open_post, send_scores_of
from grader.host.signing import verify_bytes, verify_report
from grader.store.delivery_rows import Parcel
from tests.lti.issuer import CLAIM, SUB


@pytest.fixture
def post(host, data, clock):
    return open_post(host.store, {host.course.id: host}, data, clock=clock)


@pytest.fixture
def student(come, accounts, host):
    come()
    (member,) = accounts.roster(host.course.id)
    return member.student


@pytest.fixture
def deliver(post):
    def run() -> int:
        post.collect()
        return post.send_due()

    return run


@pytest.fixture
def sent(lms):
    """The scores that the LMS took, oldest first."""
    lms.say("/items/1/scores", {})

    def read(path="/items/1/scores"):
        return [json.loads(body) for _, body in lms.requests(path)]

    return read


def test_a_score_is_sent_with_the_summary(host, hand_in, student, deliver, sent, lms):
    row = hand_in(student=student)
    report = host.grade(row)
    assert deliver() == 1
    (score,) = sent()
    assert (score["scoreGiven"], score["scoreMaximum"]) == (report.score, report.max_score)
    assert (score["gradingProgress"], score["activityProgress"]) == ("FullyGraded", "Completed")
    assert score["comment"] == report.summary.message
    assert score["userId"] == SUB
    assert datetime.fromisoformat(score["timestamp"]).utcoffset() == timedelta(0)
    ((headers, _),) = lms.requests("/items/1/scores")
    assert headers["Authorization"] == "Bearer pass"
    assert headers["Content-Type"] == "application/vnd.ims.lis.v1.score+json"


def test_the_score_that_counts_is_sent_once(host, hand_in, student, deliver, sent):
    host.grade(hand_in(student=student))
    deliver()
    deliver()
    host.grade(hand_in("wrong", student=student, rules=False))
    deliver()
    assert len(sent()) == 1  # the first counts, and the LMS has it


def test_staff_set_a_score_and_the_lms_hears_it_later_than_the_first(host, hand_in, student, deliver, sent, clock):
    host.grade(hand_in(student=student))
    deliver()
    clock.now -= timedelta(hours=1)  # a clock that was set back
    override(host, student, "slope", 1, "by hand")
    deliver()
    first, second = sent()
    assert second["scoreGiven"] == 1
    assert datetime.fromisoformat(second["timestamp"]) > datetime.fromisoformat(first["timestamp"])


def test_our_fault_is_no_zero(host, hand_in, student, deliver, sent):
    host.grade(hand_in("broken", student=student))
    deliver()
    (told,) = sent()
    assert told["gradingProgress"] == "Failed"
    assert "scoreGiven" not in told
    assert "reference" not in told["comment"]


def test_our_fault_takes_no_score_away(host, hand_in, student, deliver, sent):
    host.grade(hand_in(student=student))
    deliver()
    host.grade(hand_in("broken", student=student, rules=False))
    deliver()
    assert [one["gradingProgress"] for one in sent()] == ["FullyGraded"]


def test_a_try_that_failed_is_made_again_later_and_says_a_later_time(host, hand_in, student, post, sent, lms, clock):
    lms.say("/items/1/scores", {"error": "later"}, 503)
    host.grade(hand_in(student=student))
    post.collect()
    assert post.send_due() == 0
    (waiting,) = host.store.deliveries.unsent(host.course.id)
    assert "503" in waiting.failed
    assert clock() < waiting.not_before <= clock() + FIRST_WAIT
    lms.say("/items/1/scores", {})
    assert post.send_due() == 0
    clock.now = waiting.not_before
    assert post.send_due() == 1
    first, second = sent()
    assert datetime.fromisoformat(second["timestamp"]) > datetime.fromisoformat(first["timestamp"])
    assert host.store.deliveries.unsent(host.course.id) == ()


def test_waits_grow_to_a_bound_and_differ():
    longest = [wait_before(tries, lambda: 1.0) for tries in range(1, MOST_TRIES)]
    assert longest[:4] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT, 8 * FIRST_WAIT]
    assert max(longest) == LONGEST_WAIT
    assert sum(longest, timedelta()) > timedelta(days=10)
    assert wait_before(3, lambda: 0.0) == longest[2] / 2


def test_what_never_arrives_is_given_up_and_shown(host, hand_in, student, post, lms, clock):
    lms.say("/items/1/scores", {}, 400)
    host.grade(hand_in(student=student))
    post.collect()
    for _ in range(MOST_TRIES + 5):
        post.send_due()
        clock.now += LONGEST_WAIT
    assert len(lms.requests("/items/1/scores")) == MOST_TRIES
    (lost,) = host.store.deliveries.unsent(host.course.id)
    assert lost.done_at is not None


def test_an_lms_that_is_away_is_asked_once_a_round(host, hand_in, student, come, accounts, post, lms):
    come(sub="user-2")
    other = next(one.student for one in accounts.roster(host.course.id) if one.student != student)
    lms.answers["/token"] = (302, {"location": "/elsewhere"}, b"")
    try:
        for one in (student, other):
            host.grade(hand_in(student=one))
        post.collect()
        post.send_due()
        assert len(lms.requests("/token")) == 1
        assert lms.requests("/elsewhere") == []
    finally:
        lms.say("/token", {"access_token": "pass", "expires_in": 3600})


def test_a_line_item_is_made_where_there_is_none(come, accounts, host, hand_in, deliver, sent, lms):
    grades = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
    scopes = [f"https://purl.imsglobal.org/spec/lti-ags/scope/{name}" for name in ("score", "lineitem")]
    come(**{grades: {"scope": scopes, "lineitems": f"{lms.url}/items"}})
    (member,) = accounts.roster(host.course.id)
    lms.answers["/items"] = (200, {}, json.dumps([]).encode())
    host.grade(hand_in("# broken", student=member.student))
    made = {"id": f"{lms.url}/items/1"}

    class Answers(dict):
        def get(self, path, otherwise=None):  # a list to who reads, the new one to who writes
            if path == "/items" and lms.asked[-1][0] == "POST":
                return 201, {}, json.dumps(made).encode()
            return super().get(path, otherwise)

    lms.answers = Answers(lms.answers)
    assert deliver() == 1
    assert len(sent()) == 1
    wanted = json.loads(lms.requests("/items")[-1][1])
    assert (wanted["tag"], wanted["resourceLinkId"], wanted["scoreMaximum"]) == ("grade", "link-1", 6)
    host.grade(hand_in(student=member.student, rules=False))
    deliver()
    assert len(sent()) == 2
    assert len(lms.requests("/items")) == 2  # known from now on


def test_scores_go_to_no_host_that_nobody_named(come, accounts, host, hand_in, deliver, lms):
    grades = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
    scope = ["https://purl.imsglobal.org/spec/lti-ags/scope/score"]
    come(**{grades: {"scope": scope, "lineitem": "https://elsewhere.example/items/1"}})
    (member,) = accounts.roster(host.course.id)
    host.grade(hand_in(student=member.student))
    assert deliver() == 0
    (waiting,) = host.store.deliveries.unsent(host.course.id)
    assert "none of the hosts" in waiting.failed


def test_a_parcel_that_can_t_be_sent_holds_up_no_other(host, hand_in, student, post, sent, clock):
    odd = Parcel("ags", host.course.id, {"link": 1, "platform": 1}, {"odd": True})
    host.store.deliveries.put(clock(), lambda _: odd, odd)
    host.grade(hand_in(student=student))
    post.collect()
    assert post.send_due() == 1
    assert len(sent()) == 1
    (waiting,) = host.store.deliveries.unsent(host.course.id)
    assert (waiting.failed, waiting.tries) == ("KeyError", 1)


def test_who_came_from_no_lms_is_sent_nowhere(host, hand_in, student, deliver, sent):
    host.grade(hand_in(student="ann"))
    assert deliver() == 0
    assert sent() == []


def test_what_was_graded_before_the_lms_was_known_is_sent_when_it_is(
    host, hand_in, come, accounts, post, deliver, sent
):
    come(**{f"{CLAIM}custom": None})
    (member,) = accounts.roster(host.course.id)
    host.grade(hand_in(student=member.student))
    assert deliver() == 0
    come()
    send_scores_of(host, member.student, "slope")
    assert post.send_due() == 1
    assert len(sent()) == 1


def test_a_new_courier_goes_on_where_the_last_one_was(host, hand_in, student, deliver, sent, data, clock):
    host.grade(hand_in(student=student))
    deliver()
    later = open_post(host.store, {host.course.id: host}, data, clock=clock)
    assert later.collect() == 0
    override(host, student, "slope", 1, "by hand")
    assert later.collect() == 1
    (data / "posted").unlink()  # lost: everything is looked at again, and nothing is said twice
    assert later.collect() == 0


def test_a_courier_sends_on_its_own(host, hand_in, student, post, sent):
    import time

    post.start()
    try:
        host.grade(hand_in(student=student))
        end = time.monotonic() + 20
        while not sent() and time.monotonic() < end:
            post.wake()
            time.sleep(0.02)
    finally:
        post.stop()
    assert len(sent()) == 1


def test_a_webhook_gets_a_signed_report_in_the_student_s_view(host, hand_in, deliver, lms, data):
    keep_destination(data, host.course.id, Destination(webhook=f"{lms.url}/hook"))
    lms.answers["/hook"] = (204, {}, b"")
    host.grade(hand_in(student="ann"))
    assert deliver() == 1
    ((headers, body),) = lms.requests("/hook")
    jwks = report_keys(data).jwks()
    assert verify_bytes(body, headers["Grade-Signature"], jwks, "grader-webhook")
    report = json.loads(body)["report"]
    assert verify_report(report, jwks)
    assert (report["student"], report["seed"]) == ("ann", None)
    assert deliver() == 0


def test_a_webhook_that_redirects_is_not_followed(host, hand_in, deliver, lms, data):
    keep_destination(data, host.course.id, Destination(webhook=f"{lms.url}/hook"))
    lms.answers["/hook"] = (307, {"location": f"{lms.url}/other"}, b"")
    host.grade(hand_in(student="ann"))
    assert deliver() == 0
    assert lms.requests("/other") == []


def test_a_folder_gets_reports_as_files(host, hand_in, deliver, data, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    keep_destination(data, host.course.id, Destination(folder=str(folder), view="staff"))
    host.grade(hand_in(student="ann"))
    assert deliver() == 1
    (file,) = (folder / host.course.id / "ann").iterdir()
    assert file.name == "slope-1.json"
    report = json.loads(file.read_text())
    assert verify_report(report, report_keys(data).jwks())
    assert report["seed"] is not None
    override(host, "ann", "slope", 1, "by hand")
    assert deliver() == 1
    assert json.loads(file.read_text())["score"] == 1


def test_a_report_leaves_in_the_form_that_counts_by_then(host, hand_in, post, data, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    keep_destination(data, host.course.id, Destination(folder=str(folder)))
    host.grade(hand_in(student="ann"))
    post.collect()
    override(host, "ann", "slope", 1, "by hand")
    post.collect()
    assert post.send_due() == 1  # the earlier one is void
    (file,) = (folder / host.course.id / "ann").iterdir()
    assert json.loads(file.read_text())["score"] == 1
