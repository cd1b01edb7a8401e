"""Leaves the root file system.

Exercise: slope
Tries: climb out through /proc/1/root, open directories, .. beyond the root, and mounts
Holds: score < full; never LOOT:; no file
"""

import os

MARK = "LOOT" + ":"
for path in (
    "/proc/1/root",
    "/proc/self/root",
    "/proc/2/root",
    "/../../../../..",
    "/proc/1/cwd",
    "/proc/self/fd/3",
    "/proc/self/fd/4",
    "/proc/1/fd",
):
    for name in ("etc/shadow", "root", "home", "etc/ssh", "var/lib", "boot"):
        try:
            found = os.listdir(f"{path}/{name}") if os.path.isdir(f"{path}/{name}") else open(f"{path}/{name}").read(10)
            print(MARK, path, name, found)
        except OSError:
            continue
for name in (
    "/proc/sys/kernel/core_pattern",
    "/proc/sysrq-trigger",
    "/proc/sys/vm/drop_caches",
    "/sys/kernel/uevent_helper",
    "/sys/fs/cgroup/cgroup.procs",
    "/proc/self/uid_map",
    "/dev/sda",
    "/dev/mem",
    "/dev/kmsg",
):
    try:
        with open(name, "r+b", 0):
            print(MARK, "could open for writing", name)
    except OSError:
        continue


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight
