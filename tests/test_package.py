"""What is handed out as a package: everything that the grader needs, and nothing that students must not have."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from grader.report.catalogue import DOMAINS, LANGUAGES
from grader.report.html import STYLES

REPOSITORY = Path(__file__).parents[1]
NEEDED = (
    "grader/course/course.schema.json",
    "grader/judge/suite.ini",
    *(f"grader/locale/{language}/LC_MESSAGES/{domain}.mo" for language in LANGUAGES for domain in DOMAINS),
    *(f"grader/report/{name}" for name in STYLES),
    "grader/report/page.html.j2",
    "grader/report/parts.html.j2",
    "grader/report/report.schema.json",
    *(
        f"grader/web/static/{name}"
        for name in ("app.css", "app.js", "editor.js", "math.css", "math.js", "LICENSES.txt")
    ),
    "grader/store/migrations/versions/v0001_first.py",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The names in the sdist, without its own folder, and in the wheel."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    with tarfile.open(sdist) as archive:
        source = {name.partition("/")[2] for name in archive.getnames()}
    with zipfile.ZipFile(wheel) as archive:
        return source, set(archive.namelist())


def test_no_solution_is_handed_out(built):
    for names in built:
        assert [name for name in names if "solutions" in Path(name).parts] == []
        assert [name for name in names if Path(name).name.startswith("test_") and name.startswith("grader/")] == []


def test_what_the_grader_reads_comes_along(built):
    source, wheel = built
    for names in built:
        assert set(NEEDED) <= names
    assert "packaging/docker/seccomp.json" in source
    assert "grader/packaging/docker/seccomp.json" in wheel
