"""titles.yaml beside a suite: what its tests are called, and what it says, in the other languages of the course.

As in `pt: {test_one_step: Um passo da descida do gradiente, the new weight: o novo peso}`: tests by function name, what
the suite says by its own words (see `texts`). A suite's own words are the course's first language.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.course.document import read_document
from grader.course.schema import shown
from grader.course.syntax import parse_python
from grader.course.texts import fields_of, texts_of, wanted_of
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.course.document import Document

__all__ = ["TITLES_FILE", "check_titles", "read_titles", "title_in"]

TITLES_FILE = "titles.yaml"
_LONGEST = 400


def read_titles(folder: Path) -> dict[str, dict[str, str]]:
    """By language the titles of the tests of the suite in `folder`, by function, and its texts, by themselves.

    Raises:
        CourseError: titles.yaml is there and wrong; names the line, the key and what is expected.
    """
    document = _open(folder)
    return {} if document is None else _read(document)


def title_in(titles: Mapping[str, str], name: str, title: str) -> str:
    """The title of the test `name`, a node id such as `TestStep::test_size[3]`; `title` where there is none."""
    return titles.get(name.partition("[")[0].rpartition("::")[2], title)


def check_titles(folder: Path, languages: Sequence[str]) -> tuple[str, ...]:
    """What titles.yaml leaves in the first language, a sentence each. Nothing is asked for where there is no such file.

    Raises:
        CourseError: as `read_titles`; or titles.yaml has a test or a text that the suite does not have.
    """
    document = _open(folder)
    if document is None:
        return ()
    titles, tree = _read(document), _parse(folder / f"test_{folder.name}.py")
    tests, texts = _tests(tree), texts_of(tree)
    for language, words in titles.items():
        for name, said in words.items():
            if name not in tests and name not in texts:
                raise document.error((language, name), f"no test and no text of test_{folder.name}.py")
            if name not in tests and fields_of(name) != fields_of(said):
                raise document.error((language, name), "expected the same {fields} as in the suite's text")
    untitled = [
        f"{TITLES_FILE} has no title of {name} in {language!r}, a language of the course."
        for language in languages[1:]
        for name in tests
        if name not in titles.get(language, {})
    ]
    unsaid = [
        f"{TITLES_FILE} does not say {text!r} in {language!r}, a language of the course."
        for language in languages[1:]
        for text in wanted_of(tree)
        if text not in titles.get(language, {})
    ]
    return (*untitled, *unsaid)


def _open(folder: Path) -> Document | None:
    path = folder / TITLES_FILE
    return read_document(path) if path.exists() else None


def _read(document: Document) -> dict[str, dict[str, str]]:
    value = document.value
    if not isinstance(value, dict):
        raise document.error((), f"expected a mapping of languages, got {shown(value)}")
    for language, titles in value.items():
        if not isinstance(titles, dict):
            raise document.error((language,), f"expected a title for each test, got {shown(titles)}")
        for name, title in titles.items():
            if not isinstance(title, str) or not 0 < len(title) <= _LONGEST:
                raise document.error((language, name), f"expected text of at most {_LONGEST} characters")
    return {language: dict(titles) for language, titles in value.items()}


def _parse(suite: Path) -> ast.Module:
    try:
        return parse_python(suite.read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        raise CourseError(f"{suite.name} can't be read: {error}.", "Mend the suite first.") from error


def _tests(tree: ast.Module) -> tuple[str, ...]:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return tuple(node.name for node in functions if node.name.startswith("test"))
