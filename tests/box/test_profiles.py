"""The profiles that are shipped do what they are for."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import msgspec
import pytest

from grader.box import advice
from grader.box.probe import Isolation
from tests.as_user import open_root_command

_PACKAGING = Path(__file__).resolve().parents[2] / "packaging"

_UNDER_PROFILE = """
import ctypes, json, sys
from grader.box.capabilities import forbid_new_privileges
profile = json.load(open(sys.argv[1]))
try:
    library = ctypes.CDLL("libseccomp.so.2")
except OSError:
    sys.exit(77)
class Compare(ctypes.Structure):
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]
library.seccomp_init.restype = ctypes.c_void_p
ALLOW, ERRNO, EQUAL = 0x7FFF0000, 0x00050000, 4
state = ctypes.c_void_p(library.seccomp_init(ERRNO | profile["defaultErrnoRet"]))
for rule in profile["syscalls"]:
    action = ALLOW if rule["action"] == "SCMP_ACT_ALLOW" else ERRNO | rule["errnoRet"]
    if action == ERRNO | profile["defaultErrnoRet"]:
        continue  # a container runtime skips it too: said for those that know no defaultErrnoRet
    tests = [Compare(a["index"], EQUAL, a["value"], 0) for a in rule.get("args", ())]
    for name in rule["names"]:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number == -1:
            print("unknown here:", name, file=sys.stderr)
            continue
        code = library.seccomp_rule_add_array(state, ctypes.c_uint32(action), number, len(tests), (Compare * len(tests))(*tests))
        assert code == 0, (name, code)
forbid_new_privileges()
assert library.seccomp_load(state) == 0
"""


def _run(code: str) -> str:
    command = [
        sys.executable,
        "-c",
        textwrap.dedent(_UNDER_PROFILE) + textwrap.dedent(code),
        str(_PACKAGING / "docker/seccomp.json"),
    ]
    if os.geteuid() == 0:
        command = open_root_command(command)
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode == 77:
        pytest.skip("libseccomp is not installed here")
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_full_isolation_is_to_be_had_under_the_container_profile():
    text = _run("""
    import msgspec
    from grader.box.probe import probe
    print(msgspec.json.encode(probe()).decode())
    """)
    assert msgspec.json.decode(text, type=Isolation) == Isolation("full")


def test_torch_and_subprocesses_work_under_the_container_profile():
    text = _run("""
    import socket, subprocess, threading, torch
    x = torch.randn(100, 100, requires_grad=True)
    (x @ x).sum().backward()
    server = socket.create_server(("127.0.0.1", 0))
    socket.create_connection(server.getsockname()).close()
    print(subprocess.run(["/bin/echo", "hello"], capture_output=True, text=True).stdout.strip(), tuple(x.grad.shape))
    """)
    assert text == "hello (100, 100)\n"


def test_the_container_profile_is_narrow():
    profile = json.loads((_PACKAGING / "docker/seccomp.json").read_text())
    allowed = {name for rule in profile["syscalls"] if rule["action"] == "SCMP_ACT_ALLOW" for name in rule["names"]}
    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    assert not allowed & {
        "bpf", "perf_event_open", "ptrace", "process_vm_readv", "process_vm_writev", "io_uring_setup", "setns", "keyctl", "add_key",
        "request_key", "userfaultfd", "init_module", "finit_module", "kexec_load", "reboot", "open_by_handle_at", "swapon", "iopl",
        "ioperm", "modify_ldt", "settimeofday", "clock_settime", "syslog", "quotactl", "chroot", "name_to_handle_at", "clone3",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["grader", "grader-container"])
def test_an_apparmor_profile_allows_user_namespaces_and_no_path_of_this_machine(name):
    lines = [
        line.strip() for line in (_PACKAGING / "apparmor" / name).read_text().splitlines() if not line.startswith("#")
    ]
    assert "userns," in lines
    assert not any("/home" in line or "/root" in line for line in lines)


def test_the_printed_commands_name_files_that_are_there():
    for sentence in (advice._advise_apparmor(), advice._advise_container()):
        paths = [word.removeprefix("seccomp=") for word in sentence.split() if "packaging/" in word]
        assert paths
        assert all(Path(path).is_file() for path in paths), sentence


def test_the_apparmor_command_fills_in_this_interpreter():
    sentence = advice._advise_apparmor()
    edit = sentence.split("sed ")[1].split(" | sudo")[0]
    filled = subprocess.run(f"sed {edit}", shell=True, capture_output=True, text=True, check=True).stdout
    assert f'profile grader "{os.path.realpath(sys.executable)}"' in filled
    assert "@PYTHON@" not in [line for line in filled.splitlines() if not line.startswith("#")]
