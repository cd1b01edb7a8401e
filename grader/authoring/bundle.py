"""What students get of one exercise: every file of it, made in memory and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.authoring.folder import find_missing, read_readmes, read_reference_files, read_text
from grader.authoring.leaks import find_leaks
from grader.authoring.notebook import read_cells, write_notebook
from grader.authoring.pictures import read_pictures, read_words
from grader.authoring.stub import cut_modules
from grader.course import parse_interface
from grader.errors import CourseError

if TYPE_CHECKING:
    from grader.authoring.stub import Cut
    from grader.course import Course

__all__ = ["EXAMPLES", "write_bundle"]

EXAMPLES = "test_examples.py"
"""The visible examples; an exercise may do without."""


def write_bundle(course: Course, slug: str) -> dict[str, bytes]:
    """The students' files of one exercise by name: stub, READMEs with their pictures, examples and notebook.

    Raises: CourseError when something is missing, wrong, or would give a solution away.
    """
    folder = course.suite_folder(slug)
    missing = find_missing(folder)
    if missing:
        raise CourseError(
            f"solutions/{slug} lacks {', '.join(missing)}.", "An exercise is a reference, a suite, a README."
        )
    sources = read_reference_files(folder)
    cuts = cut_modules(sources)
    for file, cut in cuts.items():
        _refuse_hidden_names(file, sources[file], cut)
    readmes = read_readmes(folder)
    stubs = {file: cut.stub for file, cut in cuts.items()}
    texts = {**stubs, **readmes}
    if (folder / EXAMPLES).is_file():
        texts[EXAMPLES] = read_text(folder / EXAMPLES)
    pictures = {readme: read_pictures(folder, readme, text) for readme, text in readmes.items()}
    main = _main_readme(readmes, course.languages)
    notebook = write_notebook(slug, readmes[main], stubs[f"{slug}.py"], pictures[main])
    words = {name: read_words(name, data) for shown in pictures.values() for name, data in shown.items()}
    _refuse_leaks(slug, cuts, {**texts, **words, f"{slug}.ipynb": read_cells(notebook)})
    texts[f"{slug}.ipynb"] = notebook
    files = {name: text.encode() for name, text in texts.items()}
    for shown in pictures.values():
        files |= shown
    return files


def _main_readme(readmes: dict[str, str], languages: tuple[str, ...]) -> str:
    """The README that the notebook shows: in the course's first language where there is one."""
    wanted = [f"README.{languages[0]}.md", "README.md"]
    return next((name for name in wanted if name in readmes), next(iter(readmes)))


def _refuse_hidden_names(file: str, source: str, cut: Cut) -> None:
    try:
        if parse_interface(cut.stub) != parse_interface(source):
            raise CourseError(f"{file}: a function or class begins inside a solution region, so the stub lacks it.")
    except SyntaxError as error:
        raise CourseError(f"{file}: without its solution regions it is no Python: {error.msg}.") from None


def _refuse_leaks(slug: str, cuts: dict[str, Cut], shown: dict[str, str]) -> None:
    leaks = [leak for cut in cuts.values() for leak in find_leaks(cut, shown)]
    if leaks:
        raise CourseError(
            f"solutions/{slug}: the release would give the solution away: {', '.join(leaks[:5])}.",
            "Write it differently there, or move the line out of the solution region.",
        )
