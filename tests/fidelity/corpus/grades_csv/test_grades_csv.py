"""A CSV file in the exercise's data/ folder: lists of student objects, Counter and set results, a file written back."""

import csv
from collections import Counter
from pathlib import Path

import pytest

import grades_csv

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def students():
    return grades_csv.load(DATA / "grades.csv")


def test_load(students):
    assert len(students) == 6
    assert [s.name for s in students][:2] == ["Ana", "Bruno"]
    assert students[0].grades == [15.0, 17.5, 16.0]
    assert all(isinstance(s, grades_csv.Student) for s in students)


def test_accents_and_commas(students):
    assert students[2].name == "Conceição, Zé"


def test_empty_cells(students):
    assert students[3].grades == [9.0]
    assert students[4].grades == []
    assert students[4].mean is None


def test_mean(students):
    assert students[0].mean == pytest.approx(48.5 / 3)


def test_groups(students):
    means = grades_csv.means_by_group(students)
    assert means == pytest.approx({"A": 16.0, "B": 12.3}, abs=0.05)
    assert grades_csv.groups(students) == {"A", "B"}


def test_sizes(students):
    sizes = grades_csv.sizes(students)
    assert isinstance(sizes, Counter)
    assert sizes == {"A": 3, "B": 3}
    assert sizes["Z"] == 0
    assert sizes.most_common(1)[0][1] == 3


def test_best(students):
    assert [s.name for s in grades_csv.best(students, 2)] == ["Ana", "Conceição, Zé"]
    assert grades_csv.best(students)[0] is students[0]
    assert repr(grades_csv.best(students)) == "[<Ana>]"


def test_summary(students, tmp_path):
    target = tmp_path / "summary.csv"
    grades_csv.write_summary(students, target)
    with open(target, newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["group", "students", "mean"]
    assert [row[:2] for row in rows[1:]] == [["A", "3"], ["B", "3"]]


def test_by_a_relative_name(monkeypatch):
    monkeypatch.chdir(DATA.parent)
    assert len(grades_csv.load("data/grades.csv")) == 6
    with pytest.raises(FileNotFoundError):
        grades_csv.load("data/none.csv")
