"""What a student points at, as bytes."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from grader.errors import SubmissionError, UsageError
from grader.submission import pack
from grader.submission.caps import CONTAINER, FILES

posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX")
CODE = b"x = 1\n"


def names(path: Path) -> list[str]:
    return zipfile.ZipFile(BytesIO(pack(path).data)).namelist()


def failure(path: Path, kind: type[Exception] = SubmissionError, *, links: bool = True) -> str:
    with pytest.raises(kind) as caught:
        pack(path, links=links)
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.mark.parametrize("name", ["slope.py", "slope (1).py", "inclinação é.ipynb", "Slope.ZIP"])
def test_a_file_is_its_own_bytes(tmp_path, name):
    (tmp_path / name).write_bytes(CODE)
    packed = pack(tmp_path / name)
    assert (packed.name, packed.data) == (name, CODE)


def test_a_folder_is_a_zip_of_the_students_own_python(tmp_path):
    root = tmp_path / "slope"
    for inner in (
        "slope.py", "b/h.py", "n.ipynb", "data.csv", ".git/x.py", ".hidden.py", "__pycache__/slope.py",
        "env2/pyvenv.cfg", "env2/lib/y.py", "venv/z.py", "node_modules/w.py",
    ):  # fmt: skip
        (root / inner).parent.mkdir(parents=True, exist_ok=True)
        (root / inner).write_bytes(CODE)
    assert pack(root).name == "slope.zip"
    assert names(root) == ["b/h.py", "n.ipynb", "slope.py"]


def test_the_same_folder_gives_the_same_bytes(tmp_path):
    for place, order in (("a/slope", ["x.py", "y.py"]), ("b/slope", ["y.py", "x.py"])):
        (tmp_path / place).mkdir(parents=True)
        for name in order:
            (tmp_path / place / name).write_bytes(CODE)
            os.utime(tmp_path / place / name, (1e9, 1e9 + len(place) * order.index(name)))
    assert pack(tmp_path / "a/slope") == pack(tmp_path / "b/slope")


def test_a_name_with_accents_taken_apart_is_put_together(tmp_path):
    name = unicodedata.normalize("NFD", "inclinação.py")
    (tmp_path / name).write_bytes(CODE)
    assert pack(tmp_path / name).name == unicodedata.normalize("NFC", name)


def test_what_is_not_there_is_a_usage_error(tmp_path):
    assert "There is no file or folder" in failure(tmp_path / "slope.py", UsageError)
    assert "can't be opened" in failure(tmp_path / ("a" * 5000), UsageError)
    assert "can't be opened" in failure(Path("a\0b"), UsageError)
    (tmp_path / "file").write_bytes(b"")
    failure(tmp_path / "file" / "slope.py", UsageError)


def test_what_is_no_submission_is_told(tmp_path):
    assert "no .py file and no notebook" in failure(tmp_path)
    (tmp_path / "slope.txt").write_bytes(CODE)
    assert "slope.txt is no .py, .ipynb or .zip" in failure(tmp_path / "slope.txt")


def test_a_huge_file_is_read_up_to_the_cap_only(tmp_path):
    with (tmp_path / "slope.py").open("wb") as file:
        file.truncate(100 << 30)
    assert "larger than 16 MiB" in failure(tmp_path / "slope.py")
    assert "larger than 16 MiB" in failure(tmp_path)


def test_a_folder_with_too_many_files_is_refused(tmp_path):
    for number in range(FILES + 1):
        (tmp_path / f"f{number}.py").write_bytes(CODE)
    assert f"more than {FILES} Python files" in failure(tmp_path)


def test_a_folder_that_stays_large_as_a_zip_is_refused(tmp_path):
    for number in range(2):
        (tmp_path / f"{number}.py").write_bytes(os.urandom(CONTAINER - 100))
    assert "is larger than 16 MiB" in failure(tmp_path)


@posix
def test_pipes_sockets_and_devices_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "slope.py")
    assert "no regular file" in failure(tmp_path / "slope.py")
    assert "no regular file" in failure(Path("/dev/zero"))
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(tmp_path)  # a socket's path may not be long
        server.bind("s.py")
        assert "no regular file" in failure(tmp_path / "s.py")


@posix
def test_a_pipe_inside_a_folder_is_told(tmp_path):
    os.mkfifo(tmp_path / "slope.py")
    assert "no regular file" in failure(tmp_path)


@posix
def test_links_are_followed_at_the_top_only_and_only_if_asked(tmp_path):
    (tmp_path / "real.py").write_bytes(CODE)
    (tmp_path / "slope.py").symlink_to(tmp_path / "real.py")
    assert pack(tmp_path / "slope.py").data == CODE
    assert "is a link" in failure(tmp_path / "slope.py", links=False)
    assert names(tmp_path) == ["real.py"]
    (tmp_path / "loop.py").symlink_to("loop.py")
    failure(tmp_path / "loop.py", UsageError)


@contextlib.contextmanager
def ordinary_user():
    """Root reads everything, so it steps back for as long as this lasts."""
    mine = os.geteuid()
    os.seteuid(mine or 65534)
    try:
        yield
    finally:
        os.seteuid(mine)


@posix
def test_what_may_not_be_read_is_told():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "slope.py").write_bytes(CODE)
        (folder / "slope.py").chmod(0)
        with ordinary_user():
            assert "can't be read: Permission denied" in failure(folder / "slope.py")
            assert "can't be read: Permission denied" in failure(folder)


@posix
def test_file_names_that_are_no_text_are_told_as_text(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\x1b.py"))
    path.write_bytes(CODE)
    assert pack(path).name == "caf?\x1b.py"
    assert "bad file name" in failure(tmp_path)
