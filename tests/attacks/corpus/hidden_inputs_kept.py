"""Keeps whatever it can from one test to the next, and prints it where students see the output.

Exercise: workshop
Tries: bring an input of a hidden test, or its name, into a visible one: by module globals, files, the environment, objects of the tests, frames and the garbage collector
Holds: score < full; never LOOT:
"""

import gc
import os
import sys

seen = []
GIVEN = []
SECRET = "7.25" + "309"


def look():
    """Called in visible tests only prints, in hidden ones only keeps."""
    found = [repr(value) for value in GIVEN if SECRET in repr(value)]
    for name, value in os.environ.items():
        if "test_workshop" in value or "PYTEST" in name or SECRET in value:
            found.append(f"{name}={value}")
    for folder in (".", "/tmp", "/dev/shm", "/var/tmp"):
        try:
            for name in os.listdir(folder):
                with open(f"{folder}/{name}", errors="replace") as file:
                    text = file.read(10_000)
                if SECRET in text or "def te" + "st_" in text:
                    found.append(text[:100])
        except OSError:
            continue
    for value in gc.get_objects():
        if isinstance(value, dict) and any(
            type(part) is float and repr(part) == SECRET for part in list(value.values())
        ):
            found.append("global")
    if "pytest" in sys.modules or "_pytest" in sys.modules:
        found.append("pytest")
    return found


def apply(function, values):
    if values == [1, 2, 3]:
        for text in look():
            print("LOOT:", text)
        frame = sys._getframe()
        while frame is not None:
            for value in frame.f_locals.values():
                if "test_" in repr(value) and "apply" not in repr(value):
                    print("LOOT:", repr(value)[:200])
            frame = frame.f_back
    GIVEN.append((function, values))
    os.environ["KEPT"] = repr(values)
    return [function(value) for value in values]


def remember(value):
    if value == 1.5:
        for text in look():
            print("LOOT:", text)
    GIVEN.append(value)
    seen.append(value)
    for folder in (".", "/tmp", "/dev/shm"):
        try:
            with open(f"{folder}/kept-inputs", "a") as file:
                file.write(repr(value))
        except OSError:
            continue
    return len(seen)
