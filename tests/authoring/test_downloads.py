"""Bulk downloads of Canvas, Moodle and Gradescope become a folder that `grade batch` reads."""

from __future__ import annotations

import stat
import zipfile

import pytest

from grader.authoring.downloads import unpack
from grader.errors import UsageError
from grader.host.roster import Person

SLUGS = ["slope", "bend"]
PEOPLE = [
    Person("ann", "Silva, Ann", "ann@example.org", "n-1", "101"),
    Person("bob", "Bob Costa", "bob@example.org", "n-2", "102"),
]
METADATA = """\
---
submission_501:
  :submitters:
  - :name: Ann Silva
    :sid: n-1
    :email: ann@example.org
  :created_at: 2026-03-10 12:00:00.000000000 Z
  :score: !ruby/object:BigDecimal 18:0.1e1
submission_502:
  :submitters:
  - :name: Stranger
    :sid: "777"
    :email: x@example.org
"""


@pytest.fixture
def make(tmp_path):
    def build(files):
        path = tmp_path / "download.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return path

    return build


@pytest.fixture
def laid_out(tmp_path):
    root = tmp_path / "batch"

    def read():
        return {str(file.relative_to(root)): file.read_text() for file in sorted(root.rglob("*")) if file.is_file()}

    root.mkdir()
    read.root = root
    return read


def test_canvas(make, laid_out):
    path = make(
        {
            "silvaann_LATE_101_9001_slope-2.py": "a",
            "costabob_102_9002_homework.ipynb": "b",
            "costabob_102_9003_notes.pdf": "c",
            "strange_555_9004_slope.py": "d",
        }
    )
    remarks = unpack("canvas", path, laid_out.root, SLUGS, slug="slope", roster=PEOPLE)
    assert laid_out() == {"ann/slope.py": "a", "bob/slope.ipynb": "b", "555/slope.py": "d"}
    assert [str(remark) for remark in remarks] == ["bob: 'notes.pdf' was left out.", "555 is not on the roster."]


@pytest.mark.parametrize("between", ["_/", "_"])
def test_moodle_with_folders_and_without(make, laid_out, between):
    path = make(
        {
            f"Ann Silva_101_assignsubmission_file{between}slope.py": "a",
            "Zoe_900_assignsubmission_onlinetext_onlinetext.html": "x",
            f"Bob Costa_77_assignsubmission_file{between}slope.py": "b",
        }
    )
    unpack("moodle", path, laid_out.root, SLUGS, roster=PEOPLE)
    assert laid_out() == {"ann/slope.py": "a", "bob/slope.py": "b"}


def test_gradescope(make, laid_out):
    top = "assignment_3_export"
    path = make(
        {
            f"{top}/submission_metadata.yml": METADATA,
            f"{top}/submission_501/main.py": "a",
            f"{top}/submission_501/helper.py": "b",
            f"{top}/submission_502/slope.py": "c",
            f"{top}/submission_503/slope.py": "whose?",
        }
    )
    unpack("gradescope", path, laid_out.root, SLUGS, slug="slope", roster=PEOPLE)
    assert laid_out() == {"ann/slope/helper.py": "b", "ann/slope/main.py": "a", "777/slope.py": "c"}


def test_nothing_is_written_outside_the_folder(make, laid_out, tmp_path):
    path = make(
        {
            "x_101_1_../../slope.py": "a",
            "../../y_102_2_slope.py": "b",
            "Eve_.._assignsubmission_file_/slope.py": "c",
            "x_103_1_..slope.py": "d",
        }
    )
    before = {file for file in tmp_path.rglob("*") if not file.is_relative_to(laid_out.root)}
    unpack("canvas", path, laid_out.root, SLUGS)
    assert {file for file in tmp_path.rglob("*") if not file.is_relative_to(laid_out.root)} == before
    assert not (tmp_path.parent / "slope.py").exists()
    for source, name in (("moodle", "../evil_7_assignsubmission_file_/slope.py"), ("moodle", "a/../b_7_assignsubmission_file_/slope.py")):  # fmt: skip
        with pytest.raises(UsageError):
            unpack(source, make({name: "x"}), laid_out.root, SLUGS)


def test_links_formulas_and_huge_files_do_not_come_in(tmp_path, make, laid_out):
    path = tmp_path / "download.zip"
    link = zipfile.ZipInfo("a_101_1_slope.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("b_102_1_slope.py", "fine")
    unpack("canvas", path, laid_out.root, SLUGS)
    assert laid_out() == {"102/slope.py": "fine"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b_102_1_slope.py", b"\0" * (200 << 20))
    remarks = unpack("canvas", path, laid_out.root, SLUGS)
    assert "too large" in str(remarks[0])


@pytest.mark.parametrize("source", ["canvas", "moodle", "gradescope"])
def test_another_zip_or_none_is_said(make, laid_out, tmp_path, source):
    with pytest.raises(UsageError, match="no submission as"):
        unpack(source, make({"slope.py": "x"}), laid_out.root, SLUGS)
    (tmp_path / "text.zip").write_text("no zip")
    with pytest.raises(UsageError, match="can't be unpacked"):
        unpack(source, tmp_path / "text.zip", laid_out.root, SLUGS)
