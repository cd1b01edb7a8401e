"""What to do about isolation that is not to be had: the very command, and never one that weakens the whole machine."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import grader
from grader.box.landlock import find_landlock_version

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["advise"]

_CONTAINER_MARKS = ("/.dockerenv", "/run/.containerenv")
_LSM = Path("/sys/kernel/security/lsm")


def advise(reasons: Sequence[str]) -> tuple[str, ...]:
    """Return a sentence with a command for each obstacle that this machine shows; nothing if there was no failure."""
    if not reasons:
        return ()
    found = []
    if any(Path(mark).exists() for mark in _CONTAINER_MARKS):
        found.append(_advise_container())
    elif _read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1" and os.geteuid() != 0:
        found.append(_advise_apparmor())
    elif _read("/proc/sys/kernel/unprivileged_userns_clone") == "0" and os.geteuid() != 0:
        found.append(
            "Only root may make user namespaces here. Run the command that grades as root, with `sudo`: "
            "every box gives root up before a student's code starts."
        )
    if _read("/proc/sys/user/max_user_namespaces") == "0":
        found.append(
            "User namespaces are off on this machine (user.max_user_namespaces is 0). Grade on another machine or in a "
            "virtual machine, or accept the level named above with `--isolation`."
        )
    if find_landlock_version() == 0:
        others = _read(_LSM) or "lockdown,capability,yama,apparmor,bpf"
        found.append(
            "This kernel runs without Landlock (Linux 5.13 or newer has it). "
            f"Add to the kernel's command line and restart: lsm=landlock,{others}"
        )
    if not found:
        found.append(
            "Nothing known explains this. `--isolation` accepts the level named above, with the walls that are left."
        )
    return tuple(found)


def _advise_container() -> str:
    seccomp = shlex.quote(str(_packaging() / "docker" / "seccomp.json"))
    command = f"docker run --security-opt seccomp={seccomp}"
    if _read("/sys/module/apparmor/parameters/enabled") == "Y":
        profile = shlex.quote(str(_packaging() / "apparmor" / "grader-container"))
        return (
            "This container may not make namespaces or mount in them. On its host run: "
            f"sudo apparmor_parser -r {profile} && {command} --security-opt apparmor=grader-container ..."
        )
    return f"This container may not make namespaces. On its host start it with: {command} ..."


def _advise_apparmor() -> str:
    python = os.path.realpath(sys.executable)
    edit = shlex.quote(f"s|@PYTHON@|{python}|")
    profile = shlex.quote(str(_packaging() / "apparmor" / "grader"))
    return (
        "AppArmor keeps this Python from mounting in a user namespace. Allow it for this interpreter alone: "
        f"sed {edit} {profile} | sudo tee /etc/apparmor.d/grader > /dev/null && "
        "sudo apparmor_parser -r /etc/apparmor.d/grader"
    )


def _packaging() -> Path:
    """Return the folder of profiles: beside the package in a checkout, in it where it is installed."""
    package = Path(grader.__file__).parent
    beside = package.parent / "packaging"
    return beside if beside.is_dir() else package / "packaging"


def _read(path: str | Path) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError:
        return ""
