"""Commands that tests run leave no process behind: those that test the resident process ask for it."""

import os
import shutil
import signal

import pytest

os.environ["GRADER_RESIDENT"] = "off"

# A shell that starts pytest in the background has it and its children ignore Ctrl-C, which some tests send.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all rooms, as playwright runs once in a thread: a second one would refuse to start."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]  # as root, in a container
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield browser
        browser.close()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Of `pytest -n`: see tests/spread.py."""
    from tests.spread import Spread

    return Spread(config, log)
