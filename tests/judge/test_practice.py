"""The made-up submission is judged to its end, and leaves the process as it was."""

import subprocess
import sys

PRACTISE = """
import builtins, random, sys, tempfile, warnings
from pathlib import Path
import numpy as np
import torch
from grader.box import practice as boxes
from grader.judge import practice as judges

torch.set_num_threads(1)
ended = []

class Channel(judges.Channel):
    def tell(self, message):
        if type(message).__name__ == "Ended":
            ended.append(message.verdict.status)
        super().tell(message)

def state():
    return (
        builtins.__import__, sys.stdout, sys.stderr, list(sys.path), warnings.showwarning, list(warnings.filters),
        random.seed, np.random.seed, torch.manual_seed, torch.random.manual_seed,
        random.getstate(), np.random.get_state()[1].tolist(), torch.get_rng_state().tolist(),
    )

judges.Channel = Channel
with tempfile.TemporaryDirectory() as folder:
    judges.practise(Path(folder, "first"))  # what is imported late, and settings of pytest's, are there from now on
    before, modules = state(), set(sys.modules)
    del ended[:]
    boxes.practise()
    judges.practise(Path(folder, "second"))
    assert state() == before, [pair for pair in zip(state(), before) if pair[0] != pair[1]]
    assert not {name for name in set(sys.modules) - modules if not name.startswith("_grader_reference_")}
    assert ended == (["passed"] * 7 + ["failed"]) * judges._TURNS, ended
"""


def test_practice_is_judged_and_leaves_nothing():
    subprocess.run([sys.executable, "-W", "ignore", "-c", PRACTISE], check=True)
