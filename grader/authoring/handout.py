"""The page that lies on top of a bundle: what is in it, how to install the grader, what to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.course import Course

__all__ = ["write_start_pages"]

_ENGLISH = """\
# {title}

| exercise | folder | points |
|---|---|---|
{exercises}

Each folder holds the task (README.md), a file to write in, and the same as a notebook: use either.

## Install the grader, once

You need Python 3.11 or newer.

Windows, in PowerShell:

    py -m pip install {package} torch

macOS:

    python3 -m venv grade-env
    source grade-env/bin/activate
    python -m pip install {package} torch

Linux:

    python3 -m venv grade-env
    . grade-env/bin/activate
    python -m pip install {package} torch

A hosted notebook, in a cell of its own (torch is there already):

    %pip install {package}

## Work

    cd exercises/{first}
    grade check {first}.py        runs the examples; this is not the grade
    grade submit {first}.py       hands in, on a machine of the course; elsewhere as your course says

`grade --help` shows the rest. In a notebook, put `!` before such a line.
"""
_PORTUGUESE = """\
# {title}

| exercício | pasta | pontos |
|---|---|---|
{exercises}

Cada pasta contém a tarefa (README.pt.md), um arquivo em que se escreve, e o mesmo como notebook: use um dos dois.

## Instalar o avaliador, uma vez

É preciso Python 3.11 ou mais recente.

Windows, no PowerShell:

    py -m pip install {package} torch

macOS:

    python3 -m venv grade-env
    source grade-env/bin/activate
    python -m pip install {package} torch

Linux:

    python3 -m venv grade-env
    . grade-env/bin/activate
    python -m pip install {package} torch

Um notebook hospedado, numa célula só para isso (torch já está lá):

    %pip install {package}

## Trabalhar

    cd exercises/{first}
    grade check {first}.py        executa os exemplos; isto não é a nota
    grade submit {first}.py       entrega, numa máquina do curso; em outro lugar, como o curso indicar

`grade --help` mostra o resto. Num notebook, ponha `!` antes de uma linha dessas.
"""
_PAGES = {"en": _ENGLISH, "pt": _PORTUGUESE}


def write_start_pages(course: Course, slugs: Sequence[str]) -> dict[str, str]:
    """START.md, and START.<language>.md for each further language of the course that the grader speaks."""
    spoken = [language for language in course.languages if language in _PAGES] or ["en"]
    return {
        "START.md" if number == 0 else f"START.{language}.md": _write(course, slugs, language)
        for number, language in enumerate(spoken)
    }


def _write(course: Course, slugs: Sequence[str], language: str) -> str:
    chosen = [course.exercise(slug) for slug in slugs]
    rows = [f"| {one.title(language)} | exercises/{one.slug} | {one.points:g} |" for one in chosen]
    title, package = course.title(language), f"gradefork=={__version__}"
    return _PAGES[language].format(title=title, exercises="\n".join(rows), package=package, first=chosen[0].slug)
