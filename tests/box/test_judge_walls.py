"""The judge is trusted, and still holds no network, no privilege, and reads only what it is given."""

import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from grader.errors import ZygoteError
from grader.zygote import Zygote


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    (folder / "suite.py").write_text("hidden = 1")
    return folder


@pytest.fixture(scope="module")
def judge(course):
    with Zygote.start(
        "tests.box.entries:obey",
        preload=["array"],
        warm="tests.box.entries:lock_up_judge",
        warm_argument=str(course).encode(),
    ) as zygote:
        yield zygote


def ask(judge: Zygote, code: str, *more: int) -> str:
    readable, writable = os.pipe()
    with judge.fork(textwrap.dedent(code).encode(), [writable, *more], namespaces=False) as child:
        os.close(writable)
        with os.fdopen(readable, "rb") as stream:
            text = stream.read().decode()
        assert child.wait(10).code == 0
    return text


def test_it_reads_its_course_and_can_not_change_it(judge, course):
    assert ask(judge, f"out(open({str(course / 'suite.py')!r}).read())") == "'hidden = 1'"
    assert ask(judge, f"open({str(course / 'suite.py')!r}, 'a')").startswith("PermissionError")
    assert ask(judge, f"open({str(course / 'new.py')!r}, 'w')").startswith("PermissionError")


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/self/status", "/proc/1/environ", "/tmp"])
def test_it_reads_nothing_else(judge, path):
    assert ask(judge, f"out(os.listdir({path!r}) if os.path.isdir({path!r}) else open({path!r}).read())").startswith(
        ("PermissionError", "NotADirectory")
    )


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"])
def test_it_makes_no_socket(judge, family):
    assert ask(judge, f"import socket; socket.socket(socket.{family}, socket.SOCK_DGRAM)").startswith("PermissionError")


def test_it_can_not_connect_a_socket_that_it_was_given(judge):
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as given:
        port = server.getsockname()[1]
        code = f"import socket; socket.socket(fileno=fds[1]).connect(('127.0.0.1', {port})); out('connected')"
        assert ask(judge, code, given.fileno()).startswith("PermissionError")


def test_the_channel_it_was_given_still_carries_descriptors(judge):
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        ask(
            judge,
            "import socket; r, w = os.pipe(); os.write(w, b'hi'); socket.send_fds(socket.socket(fileno=fds[1]), [b'take'], [r])",
            theirs.fileno(),
        )
        data, fds, _, _ = socket.recv_fds(ours, 10, 4)
        assert data == b"take"
        assert os.read(fds[0], 10) == b"hi"
        os.close(fds[0])


def test_ids_stay_what_they_were(judge):
    assert ask(judge, "out((os.getuid(), os.getgid()))") == str((os.getuid(), os.getgid()))


def test_it_holds_no_capability_and_can_gain_none(judge):
    readable, writable = os.pipe()
    with judge.fork(b"out('up'); import time; time.sleep(60)", [writable], namespaces=False) as child:
        assert os.read(readable, 10) == b"'up'"
        status = dict(line.split(":\t") for line in Path(f"/proc/{child.pid}/status").read_text().splitlines())
    os.close(readable)
    os.close(writable)
    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"


def test_leaving_the_network_needs_a_single_thread():
    with pytest.raises(ZygoteError, match="one thread"):
        Zygote.start("tests.box.entries:obey", preload=[], warm="tests.box.entries:leave_network_with_threads")


def test_the_network_is_left_even_where_namespaces_are_denied():
    code = """
    import errno, socket
    from grader.box.bpf import ALLOW, fail, install, match, return_, start
    from grader.box.capabilities import forbid_new_privileges
    from grader.box import leave_network
    forbid_new_privileges()
    install(start(ALLOW) + match(272, return_(fail(errno.EPERM))) + return_(ALLOW))
    leave_network()
    try:
        socket.socket()
    except PermissionError:
        print("no socket")
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert ended.stdout == "no socket\n"
