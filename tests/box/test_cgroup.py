import os
import signal
import textwrap

import pytest

from grader.box.cgroup import limit_together
from grader.zygote import Zygote

_MIB = 1024 * 1024
_BOMB = """
open('/proc/self/oom_score_adj', 'w').write('1000')
block = bytearray(400 << 20)
for start in range(0, len(block), 4096):
    block[start] = 1
out('held it')
"""


@pytest.fixture
def zygote():
    with Zygote.start("tests.box.entries:obey", preload=[]) as started:
        yield started


def test_a_group_bounds_what_all_forks_hold_together(zygote):
    group = limit_together(zygote.pid, memory=200 * _MIB, tasks=50)
    if group is None:
        assert os.geteuid() != 0, "root may make control groups"
        return
    with group:
        with zygote.fork(_BOMB.encode(), [], namespaces=True) as child:
            assert child.wait(20).signal == signal.SIGKILL
        with zygote.fork(b"pass", [], namespaces=True) as child:
            assert child.wait(5).code == 0
        zygote.close()
    assert not any(folder.exists() for folder in group.folders)


def test_a_group_bounds_the_number_of_tasks(zygote):
    group = limit_together(zygote.pid, memory=2048 * _MIB, tasks=10)
    if group is None:
        assert os.geteuid() != 0, "root may make control groups"
        return
    code = """
    import time
    for _ in range(30):
        if os.fork() == 0:
            time.sleep(60)
    """
    with group:
        readable, writable = os.pipe()
        with zygote.fork(textwrap.dedent(code).encode(), [writable], namespaces=True) as child:
            assert child.wait(10).code == 0
        os.close(writable)
        with os.fdopen(readable, "rb") as stream:
            assert b"BlockingIOError" in stream.read()
        zygote.close()


def test_no_group_is_no_error(zygote):
    assert limit_together(zygote.pid, memory=2048 * _MIB, tasks=100) is None or os.access("/sys/fs/cgroup", os.W_OK)
