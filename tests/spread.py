"""How `pytest -n` spreads the tests over its processes: files whole, those together that share what is dear, longest first.

A file's fixtures are made once only where one process runs the whole file.
"""

from __future__ import annotations

from collections import OrderedDict

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/lti/lms/", "tests/web/browser/")
"""Folders whose files share what takes long to start."""
APART = {"tests/attacks/test_corpus.py": ("[root-", "[ordinary-")}
"""Files whose cases share nothing where one of these words tells them apart."""
LONGEST = (
    "tests/course_content/test_in_the_box.py",
    "tests/attacks/test_corpus.py[root-",
    "tests/attacks/test_corpus.py[ordinary-",
    "tests/classroom/test_class_of_sixty.py",
    "tests/authoring/nbgrader/test_round_trip.py",
    "tests/course_content/test_suites.py",
    "tests/cli/test_resident.py",
    "tests/study/test_study.py",
    "tests/classroom/test_server.py",
    "tests/web/browser/",
    "tests/engine/test_diagnosis.py",
    "tests/box/test_everyone.py",
    "tests/fidelity/test_fidelity.py",
    "tests/classroom/test_submit.py",
    "tests/authoring/test_authoring_guide.py",
    "tests/engine/test_local.py",
    "tests/web/test_schema.py",
)
"""What takes half a minute and more begins first, so that no process is left alone with it at the end."""


def unit_of(test: str) -> str:
    """What a test is run together with, by its id."""
    file = test.partition("::")[0]
    for folder in TOGETHER:
        if file.startswith(folder):
            return folder
    return file + next((word for word in APART.get(file, ()) if word in test), "")


class _LongestFirst(OrderedDict):
    def popitem(self, last=True):  # noqa: FBT002 - as in its base
        unit = next((unit for unit in LONGEST if unit in self), None)
        return super().popitem(last) if unit is None else (unit, self.pop(unit))


class Spread(LoadScopeScheduling):
    """The scheduler of `pytest -n`."""

    def __init__(self, config, log=None):
        super().__init__(config, log)
        self.workqueue = _LongestFirst()

    def _split_scope(self, nodeid):
        return unit_of(nodeid)
