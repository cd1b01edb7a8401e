"""The corpus: course-like exercises, each a folder with a reference, an ordinary pytest suite and submissions."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

__all__ = ["CORPUS", "Exercise", "read_corpus"]

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Exercise:
    """One folder of the corpus. Files of a submission are (relative path, source) pairs, as the grader has them."""

    slug: str

    @property
    def folder(self) -> Path:
        return CORPUS / self.slug

    @cached_property
    def about(self) -> str:
        """What the suite says of itself in its first line."""
        source = (self.folder / f"test_{self.slug}.py").read_text(encoding="utf-8")
        return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]

    @cached_property
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

    @cached_property
    def submissions(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """By name; `right...` passes every test, `wrong...` does not."""
        found = {}
        for entry in sorted((self.folder / "submissions").iterdir()):
            if entry.is_dir():
                inner = sorted(file for file in entry.rglob("*.py") if "__pycache__" not in file.parts)
                found[entry.name] = tuple(
                    (file.relative_to(entry).as_posix(), file.read_text(encoding="utf-8")) for file in inner
                )
            elif entry.suffix == ".py":
                found[entry.stem] = ((f"{self.slug}.py", entry.read_text(encoding="utf-8")),)
        return found

    def lay_out(self, folder: Path, files: tuple[tuple[str, str], ...] = ()) -> None:
        """Put the suite into a folder, and the files of a submission beside it."""
        own = {path for path, _ in self.reference}
        for file in self.folder.rglob("*"):
            path = file.relative_to(self.folder)
            if file.is_dir() or path.parts[0] == "submissions" or "__pycache__" in path.parts or path.as_posix() in own:
                continue
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
        for name, source in files:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source, encoding="utf-8")

    def _imported(self, path: str, source: str) -> list[str]:
        """The files of this folder that a file of it imports, with the packages around them."""
        names: list[str] = []
        package = path.split("/")[:-1]
        for node in ast.walk(ast.parse(source)):
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


def read_corpus() -> tuple[Exercise, ...]:
    """All exercises, by name."""
    folders = sorted(entry.name for entry in CORPUS.iterdir() if (entry / f"{entry.name}.py").is_file())
    return tuple(Exercise(name) for name in folders)
