"""From any container to one validated, hashed submission."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.course import parse_interface
from grader.errors import SubmissionError, UsageError
from grader.submission import Packed, pack, read_packed, read_submission

CODE = "def slope(x, lr=0.1):\n    return x\n"
STUB = "def slope(x, lr=0.1):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
ASKED = parse_interface(CODE)


def zipped(*members: tuple[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def notebook(*sources: str) -> bytes:
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "cells": cells}).encode()


def read(name: str, data: bytes | str):
    blob = data.encode() if isinstance(data, str) else data
    return read_packed(Packed(name, blob), slug="slope", interface=ASKED)


def failure(name: str, data: bytes | str) -> SubmissionError:
    with pytest.raises(SubmissionError) as caught:
        read(name, data)
    assert "\n" not in str(caught.value)
    return caught.value


def test_the_same_code_has_one_hash_in_every_container_and_encoding(tmp_path):
    (tmp_path / "slope").mkdir()
    (tmp_path / "slope" / "slope.py").write_bytes(CODE.replace("\n", "\r\n").encode())
    hashes = {
        read("slope.py", CODE).sha256,
        read("slope (1).py", CODE).sha256,
        read("slope.py", CODE.encode("utf-16")).sha256,
        read("a.zip", zipped(("slope.py", CODE))).sha256,
        read("a.zip", zipped(("hw/Slope (2).py", CODE), ("hw/readme.txt", "hi"))).sha256,
        read_submission(tmp_path / "slope", known=["slope"], interface=ASKED).sha256,
    }
    assert len(hashes) == 1
    assert read("slope.py", CODE + "\n").sha256 not in hashes


def test_names_and_contents_do_not_run_into_each_other_in_the_hash():
    one = read("a.zip", zipped(("slope.py", CODE), ("a.py", "xy = 1\n"), ("b.py", "")))
    other = read("a.zip", zipped(("slope.py", CODE), ("a.py", ""), ("b.py", "xy = 1\n")))
    assert one.sha256 != other.sha256


def test_a_notebook_has_cells_and_no_main_file():
    made = read("slope.ipynb", notebook("import math", CODE))
    assert [cell.number for cell in made.cells] == [1, 2]
    assert made.files == ()


def test_companions_come_along_sorted_and_one_that_is_no_text_is_left_out():
    made = read(
        "a.zip", zipped(("slope.py", CODE), ("lib/h.py", "y = 1\n"), ("a.py", ""), ("b.py", "(\n"), ("c.py", b"\xe9"))
    )
    assert [path for path, _ in made.files] == ["a.py", "b.py", "lib/h.py", "slope.py"]
    assert made.notes == ("Left out c.py: line 1 is not UTF-8: byte 0xe9; save the file as UTF-8.",)


@pytest.mark.parametrize(
    ("members", "main", "note"),
    [
        ([("slope.py", CODE), ("slope.ipynb", "{")], "slope.py", "the .py is graded"),
        ([("slope.py", STUB), ("slope.ipynb", "{")], "slope.py", "the .py is graded"),
        ([("slope.py", STUB), ("slope.ipynb", notebook(STUB))], "slope.py", "the .py is graded"),
        ([("slope (1).py", CODE)], "slope.py", "Read slope (1).py as slope.py."),
        ([("main.py", CODE)], "slope.py", "Read main.py as slope.py."),
        ([("main.py", CODE), ("test_main.py", "")], "slope.py", "Read main.py as slope.py."),
        ([("src/slope.py", CODE), ("setup.py", "")], "slope.py", "Left out what is not in src/."),
        ([("src/slope.py", CODE), ("slope.py", CODE)], "slope.py", None),
    ],
)
def test_the_main_file_is_the_one_that_a_person_would_take(members, main, note):
    made = read("a.zip", zipped(*members))
    assert main in dict(made.files)
    assert note is None or any(note in said for said in made.notes)


def test_where_only_the_notebook_was_worked_in_it_is_graded():
    made = read("a.zip", zipped(("slope.py", STUB), ("slope.ipynb", notebook(CODE))))
    assert [cell.source for cell in made.cells] == [CODE]
    told = "Both slope.py and slope.ipynb are here; the notebook is graded, as the .py has answers left open."
    assert made.notes == (told,)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("slope.py", "", "slope.py is empty"),
        ("slope.py", b"PK\x03\x04rest", "slope.py is a zip under another name"),
        ("slope.txt", CODE, "slope.txt is no .py, .ipynb or .zip"),
        ("slope", CODE, "slope is no .py, .ipynb or .zip"),
        ("slope.py", "x = 1\n", "slope.py: The function `slope` is missing. Write it as slope(x, lr=0.1)"),
        ("slope.py", "def slop(x): pass\n", "Is it your `slop`? Rename that."),
        (
            "slope.py",
            "def slope(): pass\n",
            "slope.py: `slope` takes no arguments, 2 are passed. It is asked as slope(x, lr=0.1).",
        ),
        ("slope.ipynb", notebook("def slope(x): pass"), "slope.ipynb: `slope` takes 1 argument, 2 are passed."),
        ("a.zip", zipped(("a.txt", "")), "a.zip holds no .py file and no notebook"),
        ("a.zip", zipped(("a.py", CODE), ("b.py", CODE)), "it is not clear which one is slope. Name it slope.py."),
        ("a.zip", zipped(("slope.py", CODE), ("Slope-copy.py", CODE), ("x/y.py", "(")), ""),
        ("a.zip", zipped(("slope (1).py", CODE), ("slope (2).py", CODE)), "it is not clear which one is slope"),
        ("a.zip", zipped(("slope.py", "def f(:\n")), "slope.py: line 1: "),
        ("a\x1b.py", "", "a\\x1b.py is empty"),
    ],
)
def test_what_can_not_be_graded_is_told_in_one_line(name, data, told):
    if told:
        assert told in str(failure(name, data))
    else:
        read(name, data)


def test_all_complaints_stand_in_the_detail():
    asked = parse_interface("def f(): pass\ndef g(): pass\nclass Net: pass")
    with pytest.raises(SubmissionError) as caught:
        read_packed(Packed("slope.py", b"x = 1"), slug="slope", interface=asked)
    assert "(2 more like this.)" in str(caught.value)
    assert len(caught.value.detail.splitlines()) == 3


def test_a_notebook_may_define_a_name_again_in_a_later_cell():
    read("slope.ipynb", notebook("def slope(): pass", CODE))
    failure("slope.ipynb", notebook(CODE, "def slope(): pass"))


def test_more_python_than_a_course_can_ask_is_refused():
    many = zipped(("slope.py", CODE), *((f"f{i}.py", f"# {i}\n" + "x = 1\n" * 40_000) for i in range(5)))
    assert "more than 1 MiB of Python" in str(failure("a.zip", many))


def test_a_path_tells_the_exercise_unless_it_is_named(tmp_path):
    path = tmp_path / "slopé stuff" / "my slope (1).py"
    path.parent.mkdir()
    path.write_text(CODE)
    assert read_submission(path, known=["slope", "other"]).slug == "slope"
    assert read_submission(path, slug="other").files[0][0] == "other.py"
    with pytest.raises(UsageError, match="--exercise"):
        read_submission(path, known=["other"])
    with pytest.raises(UsageError, match="There is no file"):
        read_submission(tmp_path / "slope.py", known=["slope"])


def test_what_was_packed_reads_as_the_path_did(tmp_path):
    (tmp_path / "slope").mkdir()
    for name, text in (("slope.py", CODE), ("h.py", "y = 2\n")):
        (tmp_path / "slope" / name).write_text(text)
    packed = pack(tmp_path / "slope")
    assert read_packed(packed, slug="slope") == read_submission(tmp_path / "slope", known=["slope"])


@settings(max_examples=300)
@given(
    st.sampled_from(["slope.py", "slope.ipynb", "a.zip", "x", "a.ZIP", "\ud800.py", ""]),
    st.binary(max_size=80)
    | st.text(max_size=40).map(lambda text: zipped(("slope.py", text.encode("utf-8", "replace")))),
)
def test_any_bytes_under_any_name_are_a_submission_or_a_submission_error(name, data):
    try:
        made = read_packed(Packed(name, data), slug="slope", interface=ASKED)
    except SubmissionError as error:
        assert str(error).isprintable()
    else:
        assert len(made.sha256) == 64


def test_a_part_that_students_write_must_be_there_as_it_is_asked():
    parts = {"layers/linear.py": parse_interface("def linear(x, w): pass")}

    def read_parts(name, data):
        return read_packed(Packed(name, data), slug="slope", interface=ASKED, parts=parts)

    whole = zipped(("slope.py", CODE), ("layers/linear.py", "def linear(x, w): return x * w"))
    assert [path for path, _ in read_parts("slope.zip", whole).files] == ["layers/linear.py", "slope.py"]
    with pytest.raises(SubmissionError, match=r"slope\.py comes without layers/linear\.py, which is a part .* a zip"):
        read_parts("slope.py", CODE.encode())
    with pytest.raises(SubmissionError, match=r"layers/linear\.py"):
        read_parts("slope.zip", zipped(("slope.py", CODE), ("layers/linear.py", "def liner(x, w): return x * w")))
    with pytest.raises(SubmissionError, match=r"layers/linear\.py"):
        read_parts("slope.zip", zipped(("slope.py", CODE), ("layers/linear.py", "def linear(x, w) return x * w")))
