"""A host over a small course, accounts, and an LMS of the test's own on loopback."""

from __future__ import annotations

import shutil

import pytest

from grader.host.keys import lti_keys
from grader.host.lti.arrive import arrive
from grader.host.lti.launches import Launches, cookie_of
from tests.host.accounts.conftest import CHEAP
from tests.host.conftest import clock, course, engine, hand_in, host  # noqa: F401 - fixtures
from tests.lti.issuer import Issuer


@pytest.fixture(scope="session")
def keys_of_session(tmp_path_factory):
    """RSA keys take their time."""
    data = tmp_path_factory.mktemp("data")
    lti_keys(data).live()
    return data / "keys"


@pytest.fixture
def data(tmp_path, keys_of_session):
    """A server's data folder."""
    shutil.copytree(keys_of_session, tmp_path / "data" / "keys")
    return tmp_path / "data"


@pytest.fixture(scope="module")
def lms_of_module():
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture
def lms(lms_of_module):
    lms_of_module.asked.clear()
    return lms_of_module


@pytest.fixture
def accounts(host, clock):  # noqa: F811
    from grader.host.accounts import Accounts

    return Accounts(host.store, clock, passwords=CHEAP)


@pytest.fixture
def launches(host, lms, clock):  # noqa: F811
    host.store.lti.keep_platform(lms.platform(course=host.course.id), clock())
    return Launches(host.store, "https://grade.example", clock=clock)


@pytest.fixture
def launch(launches, lms):
    """A launch from its first request to its last, with claims changed by name."""

    def run(*, token=None, cookies=None, login=None, **changes):
        begun = launches.begin(lms.login(**(login or {})))
        token = token or lms.sign(lms.claims(lms.nonce_of(begun), **changes))
        held = {cookie_of(begun.state): begun.binding} if cookies is None else cookies
        return launches.finish({"state": begun.state, "id_token": token}, held)

    return run


@pytest.fixture
def come(host, accounts, launch):  # noqa: F811
    """Launch, and arrive."""

    def run(**changes):
        return arrive(host.store, accounts, {host.course.id: host.course}, launch(**changes))

    return run
