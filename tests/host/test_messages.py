from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from grader.errors import spell, worded
from grader.host.messages import duration, moment, say


def test_a_moment_is_told_in_the_courses_zone():
    when = datetime(2026, 8, 14, 22, 59, tzinfo=UTC)
    assert moment("en", when, ZoneInfo("Europe/Lisbon")) == "Fri 14 Aug, 23:59 Lisbon"
    assert moment("pt", when, ZoneInfo("America/Sao_Paulo")) == "sex 14 ago, 19:59 Sao Paulo"


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (timedelta(seconds=0.2), "1 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(seconds=61), "2 min"),
        (timedelta(hours=2, minutes=10), "2 h 10 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=23, minutes=59, seconds=30), "1 day"),
        (timedelta(days=1, minutes=5), "1 day 1 h"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_durations_round_up(span, told):
    assert duration("en", span) == told


def test_portuguese_reads_as_portuguese():
    assert duration("pt", timedelta(days=2, hours=1)) == "2 dias 1 h"
    assert say("pt-BR", "nothing_yet") == "Nada foi submetido ainda."


def test_what_is_worded_crosses_as_the_text_that_it_is():
    note = worded("Read {one} as {other}.", one="a.py", other="b.py")
    assert type(note) is not str
    assert msgspec.msgpack.decode(msgspec.msgpack.encode([note], enc_hook=spell)) == ["Read a.py as b.py."]
    with pytest.raises(NotImplementedError, match="object"):
        msgspec.msgpack.encode(object(), enc_hook=spell)
