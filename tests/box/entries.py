"""The entry that the isolation tests run in boxes: confine, then run the test's code as a student would."""

import os
import sys
import threading
import time
import traceback

import msgspec

from grader.box import Policy, confine, leave_network, library_folders, restrict_files


def confined(request: bytes, fds: list[int]) -> None:
    """Confine by the policy, then run the code; what it says with `out`, or how it fails, goes to fds[0] as text."""
    policy, code = msgspec.msgpack.decode(request, type=tuple[Policy | None, str])

    def out(value: object) -> None:
        os.write(fds[0], repr(value).encode())

    if policy is not None:
        try:
            confine(policy)
        except BaseException as error:
            traceback.print_exc()
            out(error)
            raise
    try:
        exec(code, {"out": out, "os": os, "sys": sys, "wire": fds[0]})
    except BaseException as error:
        out(error)


def lock_up_judge(argument: bytes) -> None:
    """Confine a zygote as a judge: no network, and only the folder in `argument` to read."""
    leave_network()
    restrict_files((*library_folders(), argument.decode()), ())


def leave_network_with_threads(argument: bytes) -> None:
    """Try to leave the network while another thread runs."""
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    leave_network()


def obey(request: bytes, fds: list[int]) -> None:
    """Run the request, and say how it went on fds[0]."""

    def out(value: object) -> None:
        os.write(fds[0], repr(value).encode())

    try:
        exec(request.decode(), {"out": out, "os": os, "fds": fds})
    except BaseException as error:
        out(error)
