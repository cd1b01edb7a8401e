"""`grade` as a process of its own, over the fake engine; the resident that it starts has the fake engine as well.

python tests/cli/fake_grade.py ARGUMENTS...      the command
python -m tests.cli.fake_grade COURSE            the resident process
"""

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))


def use_fake_engine():
    import grader.cli.warm
    import grader.engine.local
    from tests.host.fake_engine import FakeEngine

    class Engine(FakeEngine):
        """`wait` in a submission waits until there is a file `go` in the state folder."""

        def __init__(self, course, floor=None):
            super().__init__(Path(os.environ["GRADER_STATE"]))
            (self._folder / f"engine-{os.getpid()}").touch()

        def judge(self, exercise, submission, **how):
            import time

            if any("wait" in text for _, text in submission.files):
                (self._folder / "waiting").touch()
                while not (self._folder / "go").exists():
                    time.sleep(0.01)
            self.go.set()
            return super().judge(exercise, submission, **how)

    grader.engine.local.LocalEngine = Engine
    grader.cli.warm.warm_up = lambda: None  # takes a second, and nobody measures here


def command():
    import grader.host.resident.start

    grader.host.resident.start.PROCESS = "tests.cli.fake_grade"
    from grader.cli import quick
    from grader.host.resident import client

    client.SILENCE_S = float(os.environ.get("GRADER_TEST_SILENCE_S", client.SILENCE_S))
    ordinary = quick.submit(sys.argv[1:])
    if ordinary[0] is not None:
        return ordinary[0]
    use_fake_engine()
    from grader.cli.entry import run

    return run(sys.argv[1:], key=ordinary[1])


if __name__ == "__main__":
    if __spec__ is None:
        sys.exit(command())
    use_fake_engine()
    from grader.cli.resident import main

    sys.exit(main(sys.argv[1:]))
