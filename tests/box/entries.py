"""The entry that the isolation tests run in boxes: confine, then run the test's code as a student would."""

import os
import sys
import traceback

import msgspec

from grader.box import Policy, confine


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
    except BaseException as error:  # noqa: BLE001
        out(error)
