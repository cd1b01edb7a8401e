"""Bytes to a `Submission`: the only place that makes one. Nothing that a student wrote runs here."""

from __future__ import annotations

import ast
import hashlib
from typing import TYPE_CHECKING

from grader.course import check_tree
from grader.errors import SubmissionError, worded
from grader.submission.answered import answered_in_notebook
from grader.submission.archive import SUFFIXES, read_zip
from grader.submission.caps import SOURCES, in_words
from grader.submission.decode import decode_source
from grader.submission.model import Cell, Submission
from grader.submission.naming import guess_slug, matching_slugs
from grader.submission.notebook import read_notebook
from grader.submission.pack import Packed, pack
from grader.submission.syntax import parse_source, plain, plain_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.course import Interface

__all__ = ["read_packed", "read_submission"]


def read_submission(
    path: Path, *, slug: str | None = None, known: Sequence[str] = (), interface: Interface | None = None
) -> Submission:
    """The submission at `path`; its exercise is `slug`, else the one of `known` that its name means.

    Raises:
        UsageError: nothing is there, or the name tells no exercise.
        SubmissionError: it can't be graded; one line says why, `detail` shows the place.
    """
    packed = pack(path)
    return read_packed(packed, slug=slug or guess_slug(path, known), interface=interface)


def read_packed(
    packed: Packed, *, slug: str, interface: Interface | None = None, parts: Mapping[str, Interface] | None = None
) -> Submission:
    """The same from bytes; `interface` is what the module must define, `parts` what must be there beside it, by path.

    Raises:
        SubmissionError: it can't be graded.
    """
    name = plain(packed.name, 100)
    suffix = "." + name.lower().rpartition(".")[2]
    if not packed.data:
        raise SubmissionError(worded("{name} is empty.", name=name), worded("Did you save it?"))
    if suffix == ".zip":
        submission = _from_tree(read_zip(packed.data, name), name, slug, interface)
        return _refuse_missing(submission, parts or {}, name)
    if suffix not in SUFFIXES:
        raise SubmissionError(
            worded("{name} is no .py, .ipynb or .zip.", name=name), worded("Send one of these, or a folder.")
        )
    if packed.data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise SubmissionError(
            worded("{name} is a zip under another name.", name=name), worded("Rename it to end in .zip.")
        )
    main = f"{slug}{suffix}"
    notes = () if name == main else (worded("Read {name} as {main}.", name=name, main=main),)
    return _refuse_missing(_from_files({main: packed.data}, main, name, slug, interface, notes), parts or {}, name)


def _from_tree(files: dict[str, bytes], name: str, slug: str, interface: Interface | None) -> Submission:
    if not files:
        raise SubmissionError(
            worded("{name} holds no .py file and no notebook.", name=name), worded("Did you zip the right folder?")
        )
    chosen, notes = _choose_main(files, slug, name)
    base = chosen.rpartition("/")[0]
    inside = {
        path[len(base) + 1 if base else 0 :]: data
        for path, data in files.items()
        if not base or path.startswith(f"{base}/")
    }
    if len(inside) < len(files):
        notes.append(worded("Left out what is not in {folder}/.", folder=plain(base, 60)))
    own = chosen.rpartition("/")[2]
    main = f"{slug}.{own.rpartition('.')[2].lower()}"
    if own != main:
        notes.append(worded("Read {name} as {main}.", name=plain(own, 60), main=main))
        inside[main] = inside.pop(own)
    return _from_files(inside, main, plain(chosen, 100), slug, interface, tuple(notes))


def _choose_main(files: Mapping[str, bytes], slug: str, name: str) -> tuple[str, list[str]]:
    """The file that answers the exercise: of its name, else of a name that means it, else the only one."""
    paths = sorted(files)
    leaves = {path: path.rpartition("/")[2] for path in paths}
    for fitting in (
        [path for path in paths if leaves[path] in {f"{slug}.py", f"{slug}.ipynb"}],
        [path for path in paths if matching_slugs(leaves[path], [slug])],
        [path for path in paths if not leaves[path].startswith(("test_", "__init__"))],
        paths,
    ):
        depth = min((path.count("/") for path in fitting), default=0)
        found = [path for path in fitting if path.count("/") == depth]
        modules = [path for path in found if path.lower().endswith(".py")]
        if len(modules) == 1 or (not modules and len(found) == 1):
            main = (modules or found)[0]
            rest = [path for path in found if path != main]
            if not rest:
                return main, []
            shown, other = plain(main, 60), plain(rest[0], 60)
            if len(rest) == 1 and answered_in_notebook(files[main], files[rest[0]]):
                return rest[0], [
                    worded(
                        "Both {name} and {other} are here; the notebook is graded, as the .py has answers left open.",
                        name=shown,
                        other=other,
                    )
                ]
            return main, [worded("Both {name} and {other} are here; the .py is graded.", name=shown, other=other)]
        if found:
            break
    raise SubmissionError(
        worded(
            "{name} holds {count} files, and it is not clear which one is {slug}.",
            name=name,
            count=len(paths),
            slug=slug,
        ),
        worded("Name it {slug}.py.", slug=slug),
    )


def _from_files(
    files: dict[str, bytes], main: str, name: str, slug: str, interface: Interface | None, notes: tuple[str, ...]
) -> Submission:
    cells: tuple[Cell, ...] = ()
    sources: dict[str, str] = {}
    if main.endswith(".ipynb"):
        cells, skipped = read_notebook(files[main], name)
        notes = (*notes, *skipped)
    for path in sorted(path for path in files if path.lower().endswith(".py")):
        if path == main:
            sources[path] = decode_source(files[path], name)
            continue
        try:
            sources[path] = decode_source(files[path], plain(path, 100)) if files[path].strip() else ""
        except SubmissionError as error:
            notes = (*notes, worded("Left out {what}", what=error.message))
    if sum(map(len, sources.values())) > SOURCES:
        raise SubmissionError(
            worded("{name}: more than {size} of Python.", name=name, size=in_words(SOURCES)),
            worded("Send only this exercise."),
        )
    # Only what is graded is parsed: a companion that does not compile fails where it is imported, in the box.
    body: list[ast.stmt] = parse_source(sources[main], name).body if main in sources else []
    for cell in cells:
        body += parse_source(cell.source, worded("{name}, cell {cell}", name=name, cell=cell.number)).body
    if interface is not None:
        _refuse_misfit(interface, ast.Module(body, []), name)
    kept = tuple(sorted(sources.items()))
    return Submission(slug=slug, files=kept, cells=cells, sha256=_digest(kept, cells), notes=notes)


def _refuse_misfit(interface: Interface, tree: ast.Module, name: str) -> None:
    complaints = check_tree(interface, tree)
    if complaints:
        first, more = complaints[0], len(complaints) - 1
        also = worded(" ({count} more like this.)", count=more) if more else ""
        detail = "\n".join(f"{complaint.problem} {complaint.advice}" for complaint in complaints) if more else ""
        raise SubmissionError(
            worded("{name}: {problem}{also}", name=name, problem=plain_words(first.problem), also=also),
            plain_words(first.advice),
            detail,
        )


def _refuse_missing(submission: Submission, parts: Mapping[str, Interface], name: str) -> Submission:
    """The submission, if it has every part that students write, as it is asked."""
    sources = dict(submission.files)
    for path, interface in parts.items():
        if path not in sources:
            advice = worded("Hand in the folder with all its files, or a zip of it.")
            raise SubmissionError(
                worded("{name} comes without {path}, which is a part of this exercise.", name=name, path=path), advice
            )
        _refuse_misfit(interface, parse_source(sources[path], path), path)
    return submission


def _digest(files: tuple[tuple[str, str], ...], cells: tuple[Cell, ...]) -> str:
    digest = hashlib.sha256()
    for kind, key, source in (
        *(("file", path, source) for path, source in files),
        *(("cell", str(cell.number), cell.source) for cell in cells),
    ):
        for part in (kind, key, source):
            data = part.encode()
            # Lengths keep "ab" + "c" and "a" + "bc" apart.
            digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
