"""The corpus: course-like exercises, each a folder with a reference, an ordinary pytest suite and submissions.

A submission that was written for itself is a file, or a folder, below `submissions/`. One that is the reference with
something wrong in it stands in `submissions.toml`, as that difference.
"""

from __future__ import annotations

import ast
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from grader.course.syntax import parse_python

__all__ = ["CORPUS", "Exercise", "read_corpus"]

CORPUS = Path(__file__).parent / "corpus"
_CHANGES = "submissions.toml"


@dataclass(frozen=True)
class Exercise:
    """One folder of the corpus. Files of a submission are (relative path, source) pairs, as the grader has them."""

    slug: str

    @property
    def folder(self) -> Path:
        return CORPUS / self.slug

    @property
    def about(self) -> str:
        """What the suite says of itself in its first line."""
        source = (self.folder / f"test_{self.slug}.py").read_text(encoding="utf-8")
        return (ast.get_docstring(parse_python(source)) or "").partition("\n")[0]

    @property
    def reference(self) -> tuple[tuple[str, str], ...]:
        """The reference, with what it imports from beside itself."""
        found: dict[str, str] = {}
        todo = [f"{self.slug}.py"]
        while todo:
            path = todo.pop()
            if path in found:
                continue
            found[path] = (self.folder / path).read_text(encoding="utf-8")
            todo += self._imported(path, found[path])
        return tuple(sorted(found.items()))

    @property
    def submissions(self) -> tuple[str, ...]:
        """By name; a `right...` one passes every test, a `wrong...` one does not."""
        folder = self.folder / "submissions"
        whole = [entry.stem for entry in folder.iterdir()] if folder.is_dir() else []
        return tuple(sorted([*whole, *self._changes]))

    def files_of(self, submission: str) -> tuple[tuple[str, str], ...]:
        """The files that a student would hand in."""
        if submission in self._changes:
            return self._change(submission)
        path = self.folder / "submissions" / submission
        if not path.is_dir():
            return ((f"{self.slug}.py", path.with_suffix(".py").read_text(encoding="utf-8")),)
        files = sorted(file for file in path.rglob("*.py") if "__pycache__" not in file.parts)
        return tuple((file.relative_to(path).as_posix(), file.read_text(encoding="utf-8")) for file in files)

    def hand_in(self, folder: Path, submission: str) -> Path:
        """What the student's client would pack: a file, or a folder of them, written into `folder`."""
        files = self.files_of(submission)
        write_files(folder, files)
        return folder / files[0][0] if len(files) == 1 else folder

    def lay_out(self, folder: Path, files: tuple[tuple[str, str], ...] = ()) -> None:
        """Put the suite into a folder, and the files of a submission beside it."""
        own = {path for path, _ in self.reference}
        for file in self.folder.rglob("*"):
            path = file.relative_to(self.folder)
            aside = path.parts[0] in ("submissions", _CHANGES) or "__pycache__" in path.parts
            if file.is_dir() or aside or path.as_posix() in own:
                continue
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
        write_files(folder, files)

    @functools.cached_property
    def _changes(self) -> dict[str, list[dict[str, str]]]:
        """By submission: `old` lines of the reference and the `new` ones in their place, and which `file` if not the main one."""
        path = self.folder / _CHANGES
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def _change(self, submission: str) -> tuple[tuple[str, str], ...]:
        """The reference with the lines of a submission. Raises `ValueError` for lines that are not there exactly once."""
        files = dict(self.reference)
        for change in self._changes[submission]:
            name = change.get("file", f"{self.slug}.py")
            if files[name].count(change["old"]) != 1:
                raise ValueError(f"{self.slug}/{submission}: not exactly once in {name}:\n{change['old']}")
            files[name] = files[name].replace(change["old"], change["new"])
        return tuple(sorted(files.items()))

    def _imported(self, path: str, source: str) -> list[str]:
        """The files of this folder that a file of it imports, with the packages around them."""
        names: list[str] = []
        package = path.split("/")[:-1]
        for node in ast.walk(parse_python(source)):
            if isinstance(node, ast.Import):
                names += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                above = package[: len(package) - node.level + 1] if node.level else []
                base = ".".join([*above, *filter(None, [node.module])])
                names += [base, *(f"{base}.{alias.name}" for alias in node.names)]
        files = []
        for name in names:
            parts = name.split(".")
            for count in range(1, len(parts) + 1):
                stem = "/".join(parts[:count])
                files += [file for file in (f"{stem}.py", f"{stem}/__init__.py") if (self.folder / file).is_file()]
        return files


def write_files(folder: Path, files: tuple[tuple[str, str], ...]) -> None:
    """Write (relative path, source) pairs below a folder."""
    for name, source in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source, encoding="utf-8")


def read_corpus() -> tuple[Exercise, ...]:
    """All exercises, by name."""
    folders = sorted(entry.name for entry in CORPUS.iterdir() if (entry / f"{entry.name}.py").is_file())
    return tuple(Exercise(name) for name in folders)
