"""What we write is read by the programs that it is for: nbgrader's own database code, and a spreadsheet program."""

from __future__ import annotations

import csv
import gzip
import re
import shutil
import subprocess

import pytest

from grader.exports.formats import Upload, export


@pytest.fixture
def database(tmp_path):
    from nbgrader.api import Gradebook

    def open_database(data):
        (tmp_path / "gradebook.db").write_bytes(data)
        return Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "small")

    return open_database


@pytest.mark.filterwarnings("ignore")
def test_nbgrader_reads_the_scores_and_keeps_what_people_gave(graded, book, database, tmp_path):
    data = export(graded, book, "nbgrader").files["gradebook.db"]
    with database(data) as gradebook_db:
        assert {one.name: one.max_score for one in gradebook_db.assignments} == {"slope": 6.0, "bend": 3.0}
        scores = {
            (one.student_id, one.assignment.name): one.score for one in gradebook_db.assignment_submissions("slope")
        }
        assert scores == {("ann", "slope"): 6.0, ("bob", "slope"): 3.0, ("cyd", "slope"): 0.0, ("dan", "slope"): 0.0,
                          ("zed", "slope"): 6.0}  # fmt: skip
        waiting = {one.student_id: one.needs_manual_grade for one in gradebook_db.assignment_submissions("slope")}
        assert [who for who, manual in waiting.items() if manual] == ["cyd", "dan"]
        grade = gradebook_db.find_grade("grader", "slope", "slope", "bob")
        grade.manual_score = 5.5
        gradebook_db.db.commit()
    changed = (tmp_path / "gradebook.db").read_bytes()
    with database(
        export(graded, book, "nbgrader", into=Upload("gradebook.db", changed)).files["gradebook.db"]
    ) as again:
        assert again.find_submission("slope", "bob").score == 5.5
        assert again.find_submission("slope", "ann").score == 6.0


@pytest.mark.filterwarnings("ignore")
def test_an_assignment_with_cells_of_its_own_is_left_to_batch(graded, book, database, tmp_path):
    from grader.errors import UsageError

    with database(export(graded, book, "nbgrader").files["gradebook.db"]) as gradebook_db:
        gradebook_db.add_grade_cell("test_one", "slope", "slope", max_score=1, cell_type="code")
    changed = (tmp_path / "gradebook.db").read_bytes()
    with pytest.raises(UsageError, match="cells of its own"):
        export(graded, book, "nbgrader", into=Upload("gradebook.db", changed))


needs_spreadsheet = pytest.mark.skipif(
    shutil.which("ssconvert") is None, reason="no spreadsheet program here (Debian: apt-get install gnumeric)"
)


@pytest.fixture
def open_in_spreadsheet(tmp_path):
    """The cells that Gnumeric reads, and the formulas among them."""

    def convert(source, target):
        subprocess.run(["ssconvert", tmp_path / source, tmp_path / target], check=True, capture_output=True)

    def read(data):
        (tmp_path / "in.csv").write_bytes(data)
        convert("in.csv", "book.gnumeric")
        convert("book.gnumeric", "out.csv")
        with gzip.open(tmp_path / "book.gnumeric", "rt", encoding="utf-8") as file:
            cells = re.findall(r"<gnm:Cell ([^>]*)>([^<]*)<", file.read())
        formulas = [text for attributes, text in cells if text.startswith("=") and "ValueType" not in attributes]
        return list(csv.reader((tmp_path / "out.csv").read_text("utf-8").splitlines())), formulas

    return read


@needs_spreadsheet
@pytest.mark.parametrize("name", ["csv", "canvas", "moodle"])
def test_a_spreadsheet_reads_the_same_cells_and_runs_none(graded, book, open_in_spreadsheet, name):
    ((_, data),) = export(graded, book, name).files.items()
    back, formulas = open_in_spreadsheet(data)
    assert formulas == []
    assert [[cell.strip() for cell in row] for row in back] == [
        [cell.removeprefix("'").strip() for cell in row] for row in csv.reader(data.decode().splitlines())
    ]


@needs_spreadsheet
def test_a_formula_would_be_seen(open_in_spreadsheet):
    assert open_in_spreadsheet(b"name\n=1+1\n")[1] == ["=1+1"]
