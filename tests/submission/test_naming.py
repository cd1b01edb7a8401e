"""Which exercise a name means."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.submission import guess_slug

KNOWN = ["slope", "manual_update", "three_layer_backprop", "loop", "training_loop"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("slope.py", "slope"),
        ("slope", "slope"),
        ("slope.zip", "slope"),
        ("slope (1).py", "slope"),
        ("slope(2).ipynb", "slope"),
        ("Slope.py", "slope"),
        ("SLOPE.PY", "slope"),
        ("slope-copy.py", "slope"),
        ("slope copy 2.py", "slope"),
        ("slope - Copy.py", "slope"),
        ("slope - Copy (2).py", "slope"),
        ("slope - Cópia.py", "slope"),
        ("Copy of slope.ipynb", "slope"),
        ("Cópia de slope.ipynb", "slope"),
        ("slope-Copy1.ipynb", "slope"),
        ("slope-checkpoint.ipynb", "slope"),
        ("slope.py.zip", "slope"),
        ("slope_v2.py", "slope"),
        ("anasilva_12345_slope.py", "slope"),
        ("Ana Silva - slope final.py", "slope"),
        ("manual-update.py", "manual_update"),
        ("Manual Update.py", "manual_update"),
        ("manual_update (3).zip", "manual_update"),
        ("ana_training_loop.py", "training_loop"),
        ("loop.py", "loop"),
        ("/home/ana/manual_update/solution.py", "manual_update"),
        ("C:\\Users\\Ana\\slope\\main.py", "slope"),
        ("/home/slope/manual_update.py", "manual_update"),
    ],
)
def test_a_name_means_the_exercise_that_a_person_would_think_of(name, slug):
    assert guess_slug(name, KNOWN) == slug


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("slpe.py", "slpe.py names no exercise of this course. Did you mean slope? Name it with --exercise SLUG."),
        ("manual.py", "--exercise SLUG"),
        ("homework.py", "The course has: slope, manual_update"),
        (
            "slope_manual_update.py",
            "slope_manual_update.py may be manual_update or slope. Name it with --exercise SLUG.",
        ),
        ("slopes.py", "Did you mean slope or loop?"),
        ("", "--exercise SLUG"),
        ("(1).py", "--exercise SLUG"),
        ("\x1b[31m.py", "\\x1b[31m.py names no exercise"),
    ],
)
def test_a_name_that_means_none_or_several_is_told(name, told):
    with pytest.raises(UsageError) as caught:
        guess_slug(name, KNOWN)
    assert told in str(caught.value)


def test_a_folder_or_zip_may_tell_by_what_is_inside(tmp_path):
    (tmp_path / "my homework").mkdir()
    (tmp_path / "my homework" / "slope.py").write_text("")
    (tmp_path / "my homework" / "notes.txt").write_text("")
    assert guess_slug(tmp_path / "my homework", KNOWN) == "slope"
    with zipfile.ZipFile(tmp_path / "hw.zip", "w") as archive:
        archive.writestr("x/manual_update.ipynb", "")
    assert guess_slug(tmp_path / "hw.zip", KNOWN) == "manual_update"
    (tmp_path / "my homework" / "manual_update.py").write_text("")
    with pytest.raises(UsageError, match="may be manual_update or slope"):
        guess_slug(tmp_path / "my homework", KNOWN)


def test_the_folder_that_one_is_in_tells_too(tmp_path, monkeypatch):
    (tmp_path / "slope").mkdir()
    monkeypatch.chdir(tmp_path / "slope")
    assert guess_slug(Path(), KNOWN) == "slope"
    assert guess_slug(Path("main.py"), KNOWN) == "slope"


def test_a_broken_zip_tells_nothing(tmp_path):
    (tmp_path / "hw.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(UsageError):
        guess_slug(tmp_path / "hw.zip", KNOWN)


@given(st.text(max_size=40), st.sampled_from(["", ".py", ".zip"]))
def test_any_name_is_a_slug_or_a_usage_error(name, suffix):
    try:
        assert guess_slug(name + suffix, KNOWN) in KNOWN
    except UsageError as error:
        assert str(error).isprintable()


@given(st.sampled_from(KNOWN), st.lists(st.sampled_from([" (1)", "-copy", " - Copy", "(2)", "-Copy3"]), max_size=3))
def test_copy_marks_never_change_the_exercise(slug, marks):
    assert guess_slug(f"{slug}{''.join(marks)}.py", KNOWN) == slug
