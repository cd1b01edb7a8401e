import os
import pickle
import textwrap
import traceback
import warnings
from types import ModuleType

import pytest
import torch

from grader.course import read_modules
from grader.judge.channel import Began, Collected, Ended, Job
from grader.judge.imports import SubjectFinder
from grader.judge.plugin import JudgePlugin
from grader.judge.session import open_session, run_suite
from grader.judge.subject.line import BoxLost
from grader.judge.subject.remote import TestRecord as Record


class LocalSubject:
    """The student's modules in this process, where tests may trust them: no box, and boxes can still be lost.

    A module may use `box.lose()`, `box.make()`, which gives an object that lives in the box, and `box.number`, which is
    another one for each box.
    """

    import_output = ""

    def __init__(self, sources):
        self.sources = sources
        self.modules = {}
        self.record = None
        self.visible = None  # the first box is that of the tests that come first
        self.number = self.generation = self.asks = 0

    def module(self, name):
        if name not in self.modules:
            module = self.modules[name] = ModuleType(name)
            module.box = self
            exec(self.sources[name], vars(module))
        return self.modules[name]

    def begin_collection(self):
        self.record = Record(deadline=0.0)

    def begin_test(self, *, visible, name=""):
        another = self.visible is not None and visible != self.visible
        if another or (self.record is not None and self.record.lost):
            self.number += 1
        self.visible = visible
        self.record = Record(deadline=0.0)
        return self.record

    def lose(self):
        self.record.lost = BoxLost("crashed", "the process ended")
        raise self.record.lost

    def make(self):
        self.asks += 1
        return Thing(self)

    def import_error(self):
        return ""

    def call_of(self, values):
        return None


class Thing:
    """What lives in a box, and is gone with it."""

    def __init__(self, subject):
        self.subject = subject
        self.number = subject.number

    def use(self):
        if self.subject.number != self.number:
            self.subject.lose()
        return self.number


class Told:
    """A channel that keeps what it is told."""

    def __init__(self):
        self.names = []
        self.began = []
        self.ended = []

    def tell(self, message):
        if isinstance(message, Collected):
            self.names = message.names
        elif isinstance(message, Began):
            self.began.append(message.verdict)
        elif isinstance(message, Ended):
            self.ended.append(message.verdict)


@pytest.fixture
def judge(tmp_path):
    """Judge a suite of files (text by path) in a fork, and give the verdicts by test; no zygote, no box.

    Where the student's code knows of no box, plain pytest must say the same of every test.
    """

    def run(student="", *, fault=False, done=(), **files):
        folder = tmp_path / "solutions" / "it"
        sources = {"it": textwrap.dedent(student)}
        files = {"it": student, **files}
        for name, source in files.items():
            path = folder / (name.replace("__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(source))
        (tmp_path / "scratch").mkdir(exist_ok=True)
        told, plugin_fault = in_a_fork(lambda: _judge(folder, sources, tmp_path / "scratch", list(done)))
        assert bool(plugin_fault) == fault, plugin_fault
        assert [one.name for one in told.ended] == [one.name for one in told.began]
        verdicts = {one.name: one for one in told.ended}
        if not fault and not done and not any("box" in text for text in files.values()):
            assert {name: one.status for name, one in verdicts.items()} == in_a_fork(lambda: _judge_plainly(folder))
        return plugin_fault if fault else verdicts

    return run


@pytest.fixture
def statuses(judge):
    """The same, their statuses only."""
    return lambda *args, **files: {name: one.status for name, one in judge(*args, **files).items()}


def _judge(folder, sources, scratch, done):
    modules = read_modules(folder)
    for name, module in modules.items():
        sources.setdefault(name, module.file.read_text() if module.runs else "")
    subject, told = LocalSubject(sources), Told()
    SubjectFinder(folder, modules, subject.module).install()
    plugin = JudgePlugin(make_job(folder, done), told, subject)
    session = open_session(folder.parent)
    try:
        run_suite(session, folder, scratch, plugin, again=plugin.again)
    except pytest.Session.Interrupted:
        assert plugin.fault
    return told, plugin.fault


class Plain:
    """What plain pytest says of each test: the worst of its phases and subtests."""

    def __init__(self, folder):
        self.folder = folder
        self.statuses = {}
        self.files = set()

    def pytest_collection_modifyitems(self, items):
        self.files = {item.path for item in items}

    def pytest_runtest_logreport(self, report):
        if type(report) is not pytest.TestReport and not report.failed:
            return
        file, _, name = report.nodeid.partition("::")
        name = name if len(self.files) <= 1 else f"{file}::{name}"
        order = ["passed", "skipped", "failed"]
        self.statuses[name] = max(self.statuses.get(name, "passed"), report.outcome, key=order.index)


def _judge_plainly(folder):
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(folder)
    warnings.resetwarnings()  # those of the tests here
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    plain = Plain(folder)
    ignored = ["--ignore=test_examples.py", "--ignore=alternatives"]
    options = ["-q", "-pno:cacheprovider", "-pno:faulthandler", "-pgrader.judge.fixtures", "-c/dev/null"]
    pytest.main([*options, f"--rootdir={folder}", f"--basetemp={folder.parents[1]}/plain", *ignored, "."], [plain])
    return plain.statuses


def make_job(folder, done):
    return Job(
        suite=str(folder),
        slug=folder.name,
        files=[],
        cells=[],
        packages=[],
        seed=1,
        device="cpu",
        test_s=1,
        output=2000,
        judge_cpu_s=1,
        judge_memory=1,
        scratch="/nowhere",
        done=done,
    )


def in_a_fork(work):
    """What `work` returns, in a process that may do to itself what it likes."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        torch.set_num_threads(1)  # OpenMP's threads stayed behind: more than one would be waited for in vain
        try:
            with os.fdopen(writer, "wb") as pipe:
                try:
                    pickle.dump(work(), pipe)
                except BaseException:
                    pickle.dump(traceback.format_exc(), pipe)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pickle.load(pipe)
    os.waitpid(child, 0)
    assert not isinstance(answer, str), answer
    return answer
