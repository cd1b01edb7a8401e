"""What a warm process no longer pays for."""

import subprocess
import sys

SEED_TWICE = """
import traceback
import torch, torch.cuda, torch.xpu, torch.mtia
from grader.box.warm import forget_absent_devices

notes = []
format_stack = traceback.format_stack
traceback.format_stack = lambda *args: notes.append(args) or format_stack(*args)
torch.manual_seed(1)
assert notes, "torch leaves no notes by itself: forget_absent_devices is not needed"
forget_absent_devices()
del notes[:]
torch.manual_seed(1)
assert not notes, f"{len(notes)} notes"
"""


def test_seeding_leaves_no_note_for_devices_that_there_are_not():
    """A note holds the source lines of the whole call stack: it costs more than most tests."""
    subprocess.run([sys.executable, "-c", SEED_TWICE], check=True)
