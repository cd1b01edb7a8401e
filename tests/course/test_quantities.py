"""Durations, sizes, shares and moments as people write them."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course import course_schema
from grader.course.quantities import parse_duration, parse_moment, parse_share, parse_size

LISBON = ZoneInfo("Europe/Lisbon")


def pattern(name: str) -> re.Pattern[str]:
    return re.compile(course_schema()["$defs"][name]["pattern"].replace("$", r"\Z"), re.ASCII)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("15m", 900), ("10 min", 600), ("2h", 7200), ("1d", 86400), ("1h 30m", 5400), ("1h30m", 5400), ("90s", 90), ("1.5 hours", 5400), ("2 weeks", 1209600), (0, 0)],
)  # fmt: skip
def test_durations(text, seconds):
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "15", "m", "15 parsecs", "-1h", "1h x", "\uff11h"])
def test_no_durations(text):
    with pytest.raises(ValueError):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "count"), [("64 MiB", 64 << 20), ("1GiB", 1 << 30), ("64 MB", 64_000_000), ("64KiB", 65536), ("512", None), ("1 TiB", None), (4096, 4096), ("1.5 KiB", 1536)]
)  # fmt: skip
def test_sizes(text, count):
    if count is None:
        with pytest.raises(ValueError):
            parse_size(text)
    else:
        assert parse_size(text) == count


@pytest.mark.parametrize(("text", "share"), [("10%", 0.1), ("12.5 %", 0.125), ("0%", 0), ("100%", 1), (0.3, 0.3)])
def test_shares(text, share):
    assert parse_share(text) == share


@given(st.from_regex(pattern("duration"), fullmatch=True))
def test_every_duration_that_the_schema_lets_through_is_read(text):
    assert parse_duration(text) >= timedelta(0)


@given(st.from_regex(pattern("size"), fullmatch=True))
def test_every_size_that_the_schema_lets_through_is_read(text):
    assert parse_size(text) >= 0


@given(st.from_regex(pattern("share"), fullmatch=True))
def test_every_share_that_the_schema_lets_through_is_read(text):
    assert 0 <= parse_share(text) <= 1


@given(st.from_regex(pattern("moment"), fullmatch=True), st.booleans())
def test_every_moment_that_the_schema_lets_through_is_aware_or_a_value_error(text, last):
    try:
        assert parse_moment(text, LISBON, last=last).utcoffset() is not None
    except ValueError as error:
        assert text.strip() in str(error)


def test_a_local_time_is_in_the_courses_zone_and_an_offset_wins():
    assert parse_moment("2026-07-01 12:00", LISBON) == datetime(2026, 7, 1, 11, tzinfo=UTC)
    assert parse_moment("2026-07-01 12:00+03:00", LISBON) == datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert parse_moment("2026-07-01 12:00Z", LISBON) == datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_a_time_that_clocks_show_twice_favours_the_student():
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert parse_moment("2026-10-25 01:30", LISBON) == first
    assert parse_moment("2026-10-25 01:30", LISBON, last=True) == second


def test_a_time_that_clocks_skip_is_refused():
    for last in (False, True):
        with pytest.raises(ValueError, match="skip"):
            parse_moment("2026-03-29 01:30", LISBON, last=last)


def test_a_day_whose_midnight_is_skipped_begins_when_the_clocks_go_on():
    beirut = ZoneInfo("Asia/Beirut")
    assert parse_moment("2024-03-31", beirut) == datetime(2024, 3, 30, 22, tzinfo=UTC)


@given(st.text(st.sampled_from("0129-: TZ+W"), max_size=25))
def test_any_text_is_a_moment_or_a_value_error(text):
    with contextlib.suppress(ValueError):
        parse_moment(text, LISBON)


@pytest.mark.parametrize(("text", "zone"), [("0001-01-01", "Asia/Tokyo"), ("9999-12-31 23:59:59", "Pacific/Pago_Pago")])
def test_the_ends_of_time_are_value_errors(text, zone):
    with pytest.raises(ValueError, match="no such"):
        parse_moment(text, ZoneInfo(zone))
