"""While a run lasts the text of a module is the student's; then it is what it was."""

import linecache
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.judge.subject.sources import UNKNOWN, Sources

STUDENTS = "def step():\n    return 1\n"


@pytest.fixture
def modules(tmp_path):
    """Two of an exercise, whose text lies in files, and has been read of the first."""
    found = [SimpleNamespace(name=name, file=Path(tmp_path, f"{name}.py")) for name in ("walk", "legs")]
    for module in found:
        module.file.write_text(f"# {module.name}, the reference's\n", encoding="utf-8")
    linecache.getlines(str(found[0].file))
    yield found
    for module in found:
        linecache.cache.pop(str(module.file), None)


def test_the_students_text_is_shown_until_the_end(modules):
    walk, legs = (str(module.file) for module in modules)
    sources = Sources(modules, "walk", {"walk.py": STUDENTS, "other.py": "1"})
    assert linecache.getline(walk, 2) == "    return 1\n"
    assert linecache.getlines(legs) == [], "the student has no such file"
    sources.close()
    assert linecache.getline(walk, 1) == "# walk, the reference's\n"
    assert linecache.getline(legs, 1) == "# legs, the reference's\n"


def test_a_box_names_no_other_file(modules):
    sources = Sources(modules, "walk", {"walk.py": STUDENTS})
    assert sources.file("walk.py") == str(modules[0].file)
    assert sources.file("other.py") == sources.file("/etc/passwd") == UNKNOWN
    sources.close()
