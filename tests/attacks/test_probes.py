"""Attacks that look for secrets would find them: without walls they do. Those here do nothing but read."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from unittest import mock

import pytest

from grader.box.probe import Isolation
from grader.course import load_course
from grader.engine import local
from grader.submission.model import Submission
from tests.attacks.arena import copy_course
from tests.attacks.claims import read_attacks

READERS = {attack.name: attack for attack in read_attacks() if attack.name in ("read_secrets", "read_the_course")}


@pytest.fixture(scope="module")
def arena(tmp_path_factory):
    """A course, and the state of a grader with a secret."""
    folder = tmp_path_factory.mktemp("arena")
    copy_course(folder / "course", ("canary1", "canary2"))
    (folder / "state").mkdir()
    (folder / "state" / "secret").write_text("canary3", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def engine(arena):
    # An engine isolates as well as the machine can, unless it believes that it can't.
    with mock.patch.object(local, "probe", return_value=Isolation("none")):
        engine = local.LocalEngine(load_course(arena / "course"), floor="none")
    with engine:
        yield engine


@pytest.mark.parametrize(("name", "loot"), [("read_secrets", ["canary3"]), ("read_the_course", ["canary1", "canary2"])])
def test_without_walls_it_finds_what_it_looks_for(arena, engine, name, loot):
    attack = READERS[name]
    source = attack.source(arena, Path.home())
    submission = Submission(
        attack.exercise, ((f"{attack.exercise}.py", source),), (), hashlib.sha256(source.encode()).hexdigest(), ()
    )
    exercise = load_course(arena / "course").exercise(attack.exercise)
    exercise = dataclasses.replace(
        exercise, limits=dataclasses.replace(exercise.limits, test_s=60.0)
    )  # it looks at a lot
    told = engine.judge(exercise, submission, seed=1, device="cpu").import_output
    assert "LOOT:" in told
    assert [word for word in loot if word not in told] == []
