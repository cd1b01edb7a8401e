"""What `grade new` writes: a course or an exercise that passes `grade validate` as it is, to be written over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FIRST", "POINTS", "write_course_file", "write_skeleton"]

FIRST = "first_step"
"""The exercise that a new course has."""
POINTS = 2.0

_COURSE = """\
# Every key is in the instructor's guide; `grade validate` says what is wrong, with the line.
id: {id}
title: {title}
languages: [{languages}]  # of READMEs, reports and hints
timezone: UTC         # of dates without an offset

exercises:
"""
_REFERENCE = '''\
"""One step of gradient descent on (x - target) ** 2. Put your own task here."""


def step(x: float, target: float, lr: float) -> float:
    """`x` after one step with learning rate `lr`.

    step(5, 2, 0.1) is 4.4
    """
    ### BEGIN SOLUTION
    slope = 2 * (x - target)
    return x - lr * slope
    ### END SOLUTION
'''
_SUITE = '''\
"""The hidden suite of `{slug}`: plain pytest. What is worth how much is for `points` to say."""

import pytest
from grader.judge import assert_same
from {slug} import step


@pytest.mark.points({visible:g})
@pytest.mark.visibility("visible")
def test_a_step(rng, reference):
    """One step; students see the inputs of this test"""
    assert_same(step(5, 2, 0.1), 4.4, what="step(5, 2, 0.1)")
    for x, target in rng.numpy.normal(size=(3, 2)).tolist():
        assert_same(step(x, target, 0.25), reference.step(x, target, 0.25), what=f"step({{x}}, {{target}}, 0.25)")


@pytest.mark.points({hidden:g})
def test_steps_of_every_size(rng, reference):
    """Small and large learning rates; hidden: students see this line only"""
    for lr in (0.01, 0.5, 1.5):
        x, target = rng.numpy.normal(size=2).tolist()
        want = reference.step(x, target, lr)
        assert_same(step(x, target, lr), want, what=f"the step with lr {{lr}}")
'''
_EXAMPLES = '''\
"""The examples of the README, for students to run. They are not the grade."""

import pytest
from {slug} import step


def test_the_step_of_the_readme():
    assert step(5, 2, 0.1) == pytest.approx(4.4)
'''
_ENGLISH = """\
# {title}

What the exercise is about, and why.

## What to write

In `{slug}.py`: `step(x, target, lr)` returns `x` after one step of gradient descent on $(x - t)^2$. For example,
`step(5, 2, 0.1)` is 4.4.

## How it is graded

{points} points, by hidden tests with other numbers. `grade check {slug}.py` runs the example above.
"""
_PORTUGUESE = """\
# {title}

De que trata o exercício, e por quê.

## O que escrever

Em `{slug}.py`: `step(x, target, lr)` devolve `x` depois de um passo da descida do gradiente em $(x - t)^2$. Exemplo:
`step(5, 2, 0.1)` é 4.4.

## Como é avaliado

{points} pontos, por testes ocultos com outros números. `grade check {slug}.py` executa o exemplo acima.
"""
_READMES = {"en": _ENGLISH, "pt": _PORTUGUESE}


def write_course_file(course: str, title: str, languages: Sequence[str]) -> str:
    """The course.yaml of a new course, up to its exercises."""
    import json

    return _COURSE.format(id=course, title=json.dumps(title, ensure_ascii=False), languages=", ".join(languages))


def write_skeleton(slug: str, title: str, points: float, languages: Sequence[str]) -> dict[str, str]:
    """The files of a new exercise by name: all that an author must write, and examples.

    There is a README in each language of the course; those that we do not speak begin in English.
    """
    files = {
        f"{slug}.py": _REFERENCE,
        f"test_{slug}.py": _SUITE.format(slug=slug, visible=points / 2, hidden=points / 2),
        "test_examples.py": _EXAMPLES.format(slug=slug),
    }
    for number, language in enumerate(languages):
        name = "README.md" if number == 0 else f"README.{language}.md"
        text = _READMES.get(language, _ENGLISH)
        files[name] = text.format(title=title, slug=slug, points=f"{points:g}")
    return files
