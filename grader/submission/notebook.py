"""A Jupyter notebook to its code cells. Outputs, attachments and metadata are never built, only skipped over."""

from __future__ import annotations

import msgspec

from grader.errors import SubmissionError, worded
from grader.submission.caps import SOURCE, in_words
from grader.submission.decode import decode_source, tidy
from grader.submission.magics import is_ours, strip_magics
from grader.submission.model import Cell
from grader.submission.syntax import plain

__all__ = ["read_notebook"]


class _Cell(msgspec.Struct):
    cell_type: str = ""
    source: str | list[str] | None = None
    input: str | list[str] | None = None
    """What nbformat 3 and older call the source."""


class _Sheet(msgspec.Struct):
    cells: list[_Cell] = []


class _Language(msgspec.Struct):
    name: str | None = None
    language: str | None = None


class _Metadata(msgspec.Struct):
    kernelspec: _Language | None = None
    language_info: _Language | None = None


class _Notebook(msgspec.Struct):
    nbformat: int
    cells: list[_Cell] | None = None
    worksheets: list[_Sheet] | None = None
    metadata: _Metadata | None = None


# Made at import, under the import lock: msgspec 0.22 crashes where two threads are the first to look at a type.
_notebooks = msgspec.json.Decoder(_Notebook)


def read_notebook(data: bytes, name: str) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """The code cells that hold Python, and notes on what was skipped; formats 2 to 4 (an upgrade only renames keys).

    Raises:
        SubmissionError: no JSON, no notebook, another language, no code, too much of it.
    """
    notebook = _decode(decode_source(data, name), name)
    language = _language(notebook.metadata)
    if language not in {"", "python", "ipython"}:
        raise SubmissionError(
            worded("{name} is a notebook for {language}.", name=name, language=plain(language, 40)),
            worded("Use a Python kernel."),
        )
    sources = _code(notebook)
    if sum(map(len, sources)) > SOURCE:
        raise SubmissionError(
            worded("{name}: more than {size} of Python.", name=name, size=in_words(SOURCE)),
            worded("Load data from a file, not a cell."),
        )
    cells: list[Cell] = []
    notes: list[str] = []
    for number, raw in enumerate(sources, 1):
        if not raw.strip("\ufeff \t\r\n\f"):
            continue
        source, skipped = strip_magics(tidy(raw, worded("{name}, cell {cell}", name=name, cell=number)))
        skipped = [line for line in skipped if not is_ours(line)]
        if skipped:
            more = worded(" and {count} more", count=len(skipped) - 3) if len(skipped) > 3 else ""
            lines = ", ".join(f"`{text}`" for text in skipped[:3])
            notes.append(worded("Cell {cell}: skipped {lines}{more}.", cell=number, lines=lines, more=more))
        if source.strip():
            cells.append(Cell(number, source))
    if not cells:
        raise SubmissionError(worded("{name} holds no code.", name=name), worded("Did you save it?"))
    if len(notes) > 20:
        notes[20:] = [worded("{count} more cells have lines that were skipped.", count=len(notes) - 20)]
    return tuple(cells), tuple(notes)


def _decode(text: str, name: str) -> _Notebook:
    try:
        return _notebooks.decode(text.encode())
    except msgspec.ValidationError as error:
        raise SubmissionError(
            worded("{name} is no notebook: {error}.", name=name, error=plain(str(error))), worded("Save it in Jupyter.")
        ) from None
    except (msgspec.DecodeError, UnicodeError) as error:
        reason = plain(str(error), 100).removeprefix("JSON is malformed: ")
        raise SubmissionError(
            worded("{name} is not JSON, so no notebook: {reason}.", name=name, reason=reason),
            worded("Save it in Jupyter again."),
        ) from None
    except RecursionError:
        raise SubmissionError(
            worded("{name} is no notebook: its JSON is nested too deeply.", name=name), worded("Save it in Jupyter.")
        ) from None


def _language(metadata: _Metadata | None) -> str:
    if metadata is None:
        return ""
    info, kernel = metadata.language_info, metadata.kernelspec
    return ((info and info.name) or (kernel and kernel.language) or "").lower().rstrip("0123456789.")


def _code(notebook: _Notebook) -> list[str]:
    sheets = [_Sheet(notebook.cells or []), *(notebook.worksheets or [])]
    code = [cell for sheet in sheets for cell in sheet.cells if cell.cell_type == "code"]
    raw = [cell.input if cell.source is None else cell.source for cell in code]
    return ["".join(source) if isinstance(source, list) else source or "" for source in raw]
