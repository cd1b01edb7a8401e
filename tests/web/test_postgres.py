"""A server whose store is Postgres: handed in, graded while one watches, read, asked about."""

from __future__ import annotations

import pytest

from grader.errors import UsageError
from grader.web.serving import open_data
from tests.postgres import fresh_database
from tests.web.conftest import serve


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with fresh_database() as address:
        yield from serve(tmp_path_factory.mktemp("server"), store=address)


def test_a_submission_is_graded_and_its_report_read(served):
    number = served.graded("ann", "sign rate")
    ann = served.as_("ann")
    shown = ann.get(f"/api/v1/submissions/{number}").json()
    assert shown["state"] == "graded"
    assert ann.get(shown["links"]["report"]).json()["score"] == shown["score"]


def test_one_server_at_a_time_runs_on_a_database(tmp_path):
    with fresh_database() as address:
        with (
            open_data(tmp_path / "one", address),
            pytest.raises(UsageError, match="A server runs on this database"),
            open_data(tmp_path / "two", address),
        ):
            pass
        with open_data(tmp_path / "two", address) as store:
            assert store.answers()


def test_the_same_key_gives_the_same_submission(served):
    first = served.submit("bob", "sign", key="again").json()["id"]
    assert served.submit("bob", "sign", key="again").json()["id"] == first


def test_pages_of_students_and_staff_are_there(served):
    served.graded("ann", "sign")
    for name in ("ann", "ina"):
        page = served.browser(name).get("/c/small")
        assert page.status_code == 200, page.text
    assert served.as_("ann").get("/readyz").json()["store"] is True
