"""Confining fails closed: a step that can't be done ends the box, and nothing runs with fewer walls."""

import os

import msgspec
import pytest

from grader.box import Policy, library_folders
from grader.box.cuda import find_devices


@pytest.mark.parametrize("level", ["restricted", "none"])
def test_a_level_without_mounts_needs_a_working_folder(box_zygote, level):
    assert "working folder" in _confine(box_zygote, Policy(level=level, readable=library_folders()), namespaces=False)


def test_a_full_box_needs_namespaces(box_zygote):
    assert "pid namespace" in _confine(box_zygote, Policy(readable=library_folders()), namespaces=False)


@pytest.mark.parametrize(
    "folder", ["relative", "/", "/submission", "/dev", "/dev/shm", "/proc", "/usr/../etc", "/usr/"]
)
def test_an_unfit_folder_is_refused(box_zygote, folder):
    assert "can't be shown" in _confine(box_zygote, Policy(readable=(folder,)), namespaces=True)


def test_a_missing_folder_is_refused(box_zygote):
    assert "No such file" in _confine(
        box_zygote, Policy(readable=(*library_folders(), "/no/such/folder")), namespaces=True
    )


def test_a_gpu_that_is_not_there_is_refused(box_zygote):
    if find_devices():
        pytest.skip("this machine has one")
    assert "NVIDIA" in _confine(box_zygote, Policy(readable=library_folders(), device="cuda"), namespaces=True)


def _confine(zygote, policy: Policy, *, namespaces: bool) -> str:
    readable, writable = os.pipe()
    with zygote.fork(msgspec.msgpack.encode((policy, "out('ran')")), [writable], namespaces=namespaces) as child:
        os.close(writable)
        with os.fdopen(readable, "rb") as stream:
            text = stream.read().decode()
        assert child.wait(10).code == 70
    assert "ran" not in text
    assert text.startswith("IsolationError")
    return text
