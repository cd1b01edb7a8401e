"""The probe tells the truth about the machine that it runs on: kernels that refuse are made with a filter of our own."""

import os
import platform
import subprocess
import sys
import textwrap
from pathlib import Path

import msgspec
import pytest

from grader.box.probe import Isolation, probe
from tests.as_user import open_root_command

_CLONE, _MOUNT, _LANDLOCK, _SECCOMP = 56, 165, 444, 317


def probe_where_refused(*numbers: int, error: str = "EPERM") -> Isolation:
    """Probe in a process to which the kernel refuses these calls, as a container's profile would."""
    code = f"""
    import errno, msgspec, sys
    from grader.box.bpf import ALLOW, fail, install, match, match_masked, return_, start
    from grader.box.capabilities import forbid_new_privileges
    from grader.box.probe import probe
    forbid_new_privileges()
    program = start(ALLOW)
    for number in {numbers!r}:
        block = return_(fail(errno.{error}))
        if number == {_CLONE}:  # new user namespaces only
            block = match_masked(0, 0x10000000, 0, ALLOW) + block
        program += match(number, block)
    install(program + return_(ALLOW))
    sys.stdout.buffer.write(msgspec.json.encode(probe()))
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    if os.geteuid() == 0:
        command = open_root_command(command)
    return msgspec.json.decode(subprocess.run(command, capture_output=True, check=True).stdout, type=Isolation)


def test_this_machine_isolates_fully():
    assert probe() == Isolation("full")


def test_the_probe_is_made_once():
    assert probe() is probe()


@pytest.mark.parametrize("refused", [(_CLONE,), (_MOUNT,)], ids=["clone", "mount"])
def test_without_namespaces_the_level_is_restricted_and_the_reason_is_told(refused):
    found = probe_where_refused(*refused)
    assert found.level == "restricted"
    assert len(found.reasons) == 1
    assert found.reasons[0].startswith("Level full:")
    assert "Operation not permitted" in found.reasons[0]
    assert found.advice


@pytest.mark.parametrize(
    ("refused", "error"), [((_LANDLOCK,), "ENOSYS"), ((_SECCOMP,), "EINVAL")], ids=["landlock", "seccomp"]
)
def test_without_landlock_or_seccomp_there_is_no_isolation(refused, error):
    found = probe_where_refused(*refused, error=error)
    assert found.level == "none"
    assert len(found.reasons) == 2


def test_without_landlock_the_advice_is_a_kernel_parameter():
    advice = " ".join(probe_where_refused(_LANDLOCK, error="EOPNOTSUPP").advice)
    assert "lsm=landlock," in advice


def test_advice_never_weakens_the_whole_machine():
    told = " ".join(" ".join(probe_where_refused(number).advice) for number in (_CLONE, _LANDLOCK))
    source = Path(sys.modules["grader.box.advice"].__file__).read_text()
    for text in (told, source):
        assert "sysctl -w" not in text
        assert "unconfined" not in text
        assert "--privileged" not in text


@pytest.mark.parametrize("machine", ["aarch64", "arm64"])
def test_another_processor_gets_a_clear_message(machine):
    code = f"""
    import platform
    platform.machine = lambda: {machine!r}
    from grader.box.probe import probe
    found = probe()
    print(found.level, found.reasons[0], found.advice[0])
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert ended.stdout.startswith(f"none This machine is Linux on {machine}; the sandbox needs Linux on x86-64.")
    assert platform.machine() == "x86_64"
