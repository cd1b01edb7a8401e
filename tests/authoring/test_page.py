"""The page of what suites are worth, and the note that spares a second proof."""

import re

from grader.authoring.findings import Proof, Strength, Validation
from grader.authoring.mutants import make_mutants
from grader.authoring.page import write_page
from grader.authoring.proved import Proved
from grader.authoring.tolerance import Gap
from grader.course import load_course

PROOF = Proof("reference", "cpu", (0,), 3.0, 3.0, {})


def test_the_page_tells_what_was_found(course):
    source = "### BEGIN SOLUTION\na = 1 + b\n### END SOLUTION\n"
    survivor = make_mutants("double.py", source)[0]
    strength = Strength(
        ("other",), {"no_two": ("no_two",), "sign": ()}, 12, 9, {"M-1": "it does the same"}, (survivor,),
        (Gap("test_a", 0.01, "other", 2.5, "no_two"), Gap("test_b", 0.0, "other", None, "")),
    )  # fmt: skip
    page = write_page(course, [Validation("double", (), (PROOF,), (), strength)])
    assert "| double | 3 | pass | 1 | 2 | 9 of 11 (82%) | 2.5e+02 |" in page
    assert "| 1 `no_two` | no_two | 1 | . |" in page
    assert "| 2 `sign` | nothing | . | . |" in page
    assert "- `M-1` does the same: it does the same" in page
    assert f"- `{survivor.name}` lives:" in page
    assert "| test_a | 0.01 | other | 2.5 | no_two | 2.5e+02 |" in page
    assert "| test_b | 0 | other | none by a number |  |  |" in page
    assert not re.search(r"\n{4}", page)


def test_a_proof_holds_until_anything_of_it_changes(course, folder, monkeypatch, tmp_path):
    monkeypatch.setenv("GRADER_STATE", str(tmp_path / "state"))
    proved = Proved(course)
    assert not proved.knows("double")
    proved.note("double")
    assert Proved(load_course(course.root)).knows("double")
    before = (folder / "README.md").read_text()
    (folder / "README.md").write_text(before + "more\n")
    assert not proved.knows("double")
    (folder / "README.md").write_text(before)
    assert proved.knows("double")
    yaml = course.root / "course.yaml"
    yaml.write_text(yaml.read_text().replace("points: 3", "points: 4"))
    assert not proved.knows("double")


def test_a_spoilt_note_proves_nothing(course, folder, monkeypatch, tmp_path):
    monkeypatch.setenv("GRADER_STATE", str(tmp_path / "state"))
    Proved(course).note("double")
    next((tmp_path / "state").rglob("proved.json")).write_text("[")
    assert not Proved(course).knows("double")
