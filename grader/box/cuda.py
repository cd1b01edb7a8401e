"""What a box on a GPU sees more than others: the driver's devices and libraries, and a /proc of its own namespace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from grader.box import rootfs

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["find_devices", "find_readable", "show_driver"]

_LIBRARY_FOLDERS = ("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/lib/x86_64-linux-gnu", "/usr/local/nvidia/lib64")
_LIBRARIES = ("libcuda.so*", "libcudadebugger.so*", "libnvidia-*.so*", "libnvcuvid.so*")
_TOPOLOGY = "/sys/devices/system"
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 2, 4, 8


def find_devices() -> tuple[str, ...]:
    """Return the device files of the GPUs of this machine; empty where there are none. Call it in the old root."""
    found = [*Path("/dev").glob("nvidia*"), *Path("/dev/nvidia-caps").glob("*")]
    found = [path for path in found if path.is_char_device()]
    return tuple(sorted(map(str, found)))


def find_readable() -> tuple[str, ...]:
    """Return what the driver reads: its libraries, /proc, and the list of processors and memory nodes."""
    libraries = {
        str(path) for folder in _LIBRARY_FOLDERS for pattern in _LIBRARIES for path in Path(folder).glob(pattern)
    }
    return ("/proc", _TOPOLOGY, *sorted(libraries))


def show_driver(readable: Sequence[str], devices: Sequence[str]) -> None:
    """Bring what was found into a new root that still has the old one.

    Raises:
        OSError: a mount failed; for /proc that is so in containers that mask parts of theirs.
    """
    for path in readable:
        if path == "/proc":
            Path(path).mkdir(exist_ok=True)
            rootfs.mount("proc", path, "proc", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
        else:
            rootfs.bind(path, writable=False)
    for path in devices:
        rootfs.bind(path, writable=True)
