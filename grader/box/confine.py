"""Confine a fresh fork of a box zygote: from here on it is safe to run a student's code in it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from grader.box import cuda, rootfs
from grader.box.capabilities import become, drop_bounding_set, drop_capabilities, forbid_new_privileges
from grader.box.landlock import restrict_files
from grader.box.limits import limit_resources, prefer_as_victim, read_address_space
from grader.box.namespaces import check_own_namespaces, leave_shared_namespaces, name_host
from grader.box.seccomp import filter_calls, refuse_sockets
from grader.box.settle import settle
from grader.errors import IsolationError
from grader.zygote.child import die_with_parent
from grader.zygote.clone import FIRST_UNUSED_ID, INNER_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.box.policy import Policy

__all__ = ["confine", "leave_network"]

_HOST_NAME = "box"
_DATA_FOR_CUDA = 8 << 30
"""Bytes of private memory that the warm process and the driver take for themselves."""


def confine(policy: Policy) -> None:
    """Give up all that `policy` does not grant; the current folder is the private working folder afterwards.

    Runs in a fresh fork with one thread, made with `namespaces=True` for level full. A step that fails leaves the
    process half confined, so that it must run nothing of a student's: let the error end the fork.

    Raises:
        IsolationError: a step failed; says which.
    """
    try:
        if policy.level == "full":
            _confine_fully(policy)
        elif policy.level == "restricted":
            _confine_without_namespaces(policy)
        else:
            _limit_only(policy)
    except OSError as error:
        raise IsolationError(f"A box could not be isolated: {error}") from error


def _confine_fully(policy: Policy) -> None:
    check_own_namespaces()
    prefer_as_victim()
    address_space = read_address_space() + policy.memory
    driver, devices = _find_driver(policy)
    name_host(_HOST_NAME)
    rootfs.build_root(policy.readable, policy.disk, files=policy.files, data=policy.data)
    cuda.show_driver(driver, devices)
    rootfs.leave_old_root()
    drop_bounding_set()
    become(INNER_ID, INNER_ID)
    drop_capabilities()
    die_with_parent()  # the change of user undid it
    forbid_new_privileges()
    readable, writable = _folders(policy, rootfs.WORKDIR)
    restrict_files((*readable, *rootfs.DEVICES, *driver), (*writable, "/dev/null"), devices=devices)
    _check_readable((*readable, *writable))
    _limit(policy, address_space, threads=True)
    filter_calls(cuda=bool(devices))
    settle(rootfs.WORKDIR, policy.readable)


def _confine_without_namespaces(policy: Policy) -> None:
    workdir = _enter_workdir(policy)
    address_space = read_address_space() + policy.memory
    prefer_as_victim()
    driver, devices = _find_driver(policy)
    as_root = os.geteuid() == 0
    own = FIRST_UNUSED_ID + os.getpid()
    if as_root:
        os.chown(workdir, own, own)
    # Before the change of user, which could not open a library folder below a closed one.
    readable, writable = _folders(policy, workdir)
    restrict_files((*readable, *rootfs.DEVICES, *driver), (*writable, "/dev/null"), devices=devices)
    if as_root:
        os.umask(0)  # the judge, root without privileges, is to write what the box makes in the folder of both
        drop_bounding_set()
        become(own, own)
    drop_capabilities()
    die_with_parent()
    _check_readable((*readable, *writable))
    _limit(policy, address_space, threads=as_root)
    filter_calls(cuda=bool(devices), alone=False)
    settle(workdir, policy.readable)


def _limit_only(policy: Policy) -> None:
    workdir = _enter_workdir(policy)
    _limit(policy, read_address_space() + policy.memory, threads=False)
    settle(workdir, None)


def _folders(policy: Policy, workdir: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a box may read, and where it may write besides."""
    readable = (*policy.readable, *filter(None, [policy.data]))
    return readable, (workdir, *filter(None, [policy.files]))


def _check_readable(folders: tuple[str, ...]) -> None:
    """Make sure that late imports will find their files."""
    for folder in folders:
        try:
            os.close(os.open(folder, os.O_RDONLY | os.O_DIRECTORY))
        except PermissionError as error:
            raise IsolationError(
                f"A box may not be root, and others than root may not read {folder}.",
                "Put Python, the packages and the exercises' data where everyone may read them, or grade as an ordinary"
                " user.",
            ) from error


def _find_driver(policy: Policy) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a GPU box may read besides, and its devices; nothing for other boxes."""
    if policy.device != "cuda":
        return (), ()
    devices = cuda.find_devices()
    if not devices:
        raise IsolationError("This machine has no NVIDIA device file for a box on a GPU.")
    return cuda.find_readable(), devices


def _limit(policy: Policy, address_space: int, *, threads: bool) -> None:
    # CUDA reserves terabytes of addresses: there only private memory is bounded here, the rest by a cgroup.
    on_gpu = policy.device == "cuda"
    limit_resources(
        address_space=None if on_gpu else address_space,
        data=policy.memory + _DATA_FOR_CUDA if on_gpu else None,
        cpu_s=policy.cpu_s,
        file_size=policy.disk,
        threads=threads,
    )


def _enter_workdir(policy: Policy) -> str:
    if not policy.workdir:
        raise IsolationError(f"Level {policy.level} needs a working folder that the caller made.")
    workdir = os.path.realpath(policy.workdir)
    Path(workdir).chmod(0o700)
    os.chdir(workdir)
    if policy.data:
        os.symlink(policy.data, rootfs.DATA)  # noqa: PTH211
    return workdir


def leave_network(prepare: Callable[[], None] = lambda: None) -> None:
    """Cut this single-threaded, trusted process off from every network, and drop its privileges, for good.

    New namespaces where they are to be had, and always a filter that refuses new sockets; ids stay the same. `prepare`
    runs in those namespaces while the privileges last.

    Raises:
        IsolationError: a step failed; says which.
    """
    try:
        with contextlib.suppress(PermissionError):  # the filter below closes the same door by itself
            leave_shared_namespaces()
        prepare()
        drop_bounding_set()
        drop_capabilities()
        forbid_new_privileges()
        refuse_sockets()
    except OSError as error:
        raise IsolationError(f"The network could not be left: {error}") from error
