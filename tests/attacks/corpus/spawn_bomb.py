"""Starts processes by every way that the standard library has.

Exercise: slope
Tries: start a process by subprocess, posix_spawn, multiprocessing, os.system, pty and exec
Holds: score < full; only failed|crashed|timeout|memory|error|not_run; no process; never LOOT:
"""

import multiprocessing
import os
import pty
import subprocess
import sys

MARK = "LOOT" + ":"


def tell(name):
    print(MARK, name, "started a process")


def work():
    while True:
        pass


for name, start in {
    "subprocess": lambda: subprocess.Popen([sys.executable, "-c", "while True: pass"]),
    "shell": lambda: subprocess.check_output("id", shell=True),
    "posix_spawn": lambda: os.posix_spawn("/bin/sh", ["sh", "-c", "sleep 1000"], {}),
    "multiprocessing": lambda: multiprocessing.get_context("fork").Process(target=work).start(),
    "spawn": lambda: multiprocessing.get_context("spawn").Process(target=work).start(),
    "pty": lambda: pty.fork(),
    "fork": lambda: os.fork(),
}.items():
    try:
        if start() == 0:
            work()
        tell(name)
    except BaseException:
        continue
if os.system("true") == 0:
    tell("os.system")


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight
