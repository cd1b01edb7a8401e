"""What the store knows of LTI: platforms and links, and what may be used once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from grader.store.lti_rows import Link, Platform

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SOON = NOW + timedelta(minutes=5)
PLATFORM = Platform("https://lms.example", "id", ("1",), "https://a", "https://t", "https://j", "course", ("x",))


def test_a_platform_is_known_by_issuer_and_client_id(store):
    one = store.lti.keep_platform(PLATFORM, NOW)
    again = store.lti.keep_platform(replace(PLATFORM, deployments=("1", "2"), course=None), NOW)
    other = store.lti.keep_platform(replace(PLATFORM, client_id="id2"), NOW)
    assert again.id == one.id
    assert store.lti.platforms("https://lms.example") == (again, other)
    assert store.lti.platforms("https://lms.example", "id2") == (other,)
    assert store.lti.platform(one.id) == again
    assert store.lti.platform(99) is None


def test_a_state_is_taken_once_and_in_time(store):
    one = store.lti.keep_platform(PLATFORM, NOW)
    store.lti.begin("s", one.id, {"nonce": "n"}, SOON)
    assert store.lti.peek("s", NOW).data == {"nonce": "n"}
    assert store.lti.take("s", NOW).platform == one.id
    assert store.lti.take("s", NOW) is None
    store.lti.begin("t", None, {}, SOON)
    assert store.lti.take("t", SOON) is None


def test_a_nonce_is_used_once_by_each_platform(store):
    one = store.lti.keep_platform(PLATFORM, NOW)
    two = store.lti.keep_platform(replace(PLATFORM, client_id="id2"), NOW)
    assert store.lti.use_nonce(one.id, "n", NOW, SOON)
    assert not store.lti.use_nonce(one.id, "n", NOW, SOON)
    assert store.lti.use_nonce(two.id, "n", NOW, SOON)


def test_a_link_keeps_what_a_later_launch_leaves_out(store):
    one = store.lti.keep_platform(PLATFORM, NOW)
    place = Link(one.id, "1", "c", "r", "course", "slope", line_item="https://lms.example/1")
    kept = store.lti.keep_link(place)
    assert store.lti.keep_link(replace(place, line_item=None, memberships_url="https://m")) == replace(
        kept, memberships_url="https://m"
    )
    assert store.lti.link(one.id, "1", "c", "r").line_item == "https://lms.example/1"
    assert store.lti.link(one.id, "1", "c", "other") is None
    assert store.lti.links("course", "slope") == store.lti.links("course") != ()
    assert store.lti.links("course", "another") == ()
