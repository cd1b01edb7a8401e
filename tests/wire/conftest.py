import socket

import pytest

from grader.wire.large import Lender


@pytest.fixture
def pair():
    """The two ends of a line: the judge's, the box's."""
    left, right = socket.socketpair()
    with left, right:
        yield left, right


@pytest.fixture(params=["memfd", "folder"])
def lender(request):
    """One with memfds, and one with a folder in memory (of small pages: only root may mount one of huge pages here)."""
    return Lender("/dev/shm" if request.param == "folder" else "")
