"""A box has the suite's temporary folder at its own path, and reads the exercise's data; nothing else of either appears."""

import os
import tempfile
from pathlib import Path

import pytest

from grader.box import Policy, library_folders


@pytest.fixture
def shared():
    """A folder for files and one with data, where a box of another user gets as well."""
    with tempfile.TemporaryDirectory(prefix="grader-test-") as folder:
        Path(folder).chmod(0o711)
        files, data = Path(folder, "files"), Path(folder, "course", "data")
        files.mkdir()
        files.chmod(0o777)
        data.mkdir(parents=True)
        (data / "x.csv").write_text("1,2")
        (data.parent / "test_hidden.py").write_text("secret")
        yield str(files), str(data)


def test_the_folder_for_files_is_there_and_can_be_written(run_in_box, level, shared):
    files, _ = shared
    code = (
        f"os.mkdir({files!r} + '/a'); open({files!r} + '/a/b', 'w').write('hi'); out(open({files!r} + '/a/b').read())"
    )
    assert run_in_box(code, level=level, files=files).text == "'hi'"
    assert Path(files, "a").exists() == (level != "full")


def test_a_full_box_has_a_folder_of_its_own_there(run_in_box, shared):
    files, _ = shared
    Path(files, "of the judge").touch()
    assert run_in_box(f"out(os.listdir({files!r}))", files=files).text == "[]"
    assert "No space" in run_in_box(
        f"open({files!r} + '/x', 'wb').write(bytes(3 << 20)); out('wrote')", files=files, disk=1 << 20
    ).text.replace("File too large", "No space")


def test_no_neighbour_of_the_folder_is_seen(run_in_box, level, shared):
    files, data = shared
    above = str(Path(files).parent)
    ended = run_in_box(f"out(os.listdir({above!r}))", level=level, files=files, data=data)
    assert "Error" in ended.text or ended.text in ("['files', 'course']", "['course', 'files']")
    secret = f"out(open({data!r} + '/../test_hidden.py').read())"
    assert "Error" in run_in_box(secret, level=level, files=files, data=data).text


@pytest.mark.parametrize("where", ["absolute", "data"])
def test_data_is_read_by_both_paths_and_written_by_none(run_in_box, level, shared, where):
    _, data = shared
    path = data if where == "absolute" else "data"
    assert run_in_box(f"out(open({path + '/x.csv'!r}).read())", level=level, data=data).text == "'1,2'"
    for deed in (
        f"open({path + '/x.csv'!r}, 'w')",
        f"open({path + '/new'!r}, 'w')",
        f"os.unlink({path + '/x.csv'!r})",
        f"os.mkdir({path + '/new'!r})",
        f"os.truncate({path + '/x.csv'!r}, 0)",
        f"os.rename({path + '/x.csv'!r}, 'moved')",
    ):
        assert "Error" in run_in_box(f"{deed}\nout('did it')", level=level, data=data).text, deed
    assert Path(data, "x.csv").read_text() == "1,2"


@pytest.mark.parametrize(
    "deed", ["os.symlink('/etc', {}); os.stat({})", "os.mkfifo({})", "os.mknod({})", "os.link('here', {})"]
)
def test_no_link_and_no_pipe_is_made_among_the_files(run_in_box, level, shared, deed):
    files, _ = shared
    target = f"{files}/x"
    ended = run_in_box(
        f"open('here', 'w')\n{deed.format(repr(target), repr(target))}\nout('did it')", level=level, files=files
    )
    assert "Error" in ended.text
    assert not os.path.lexists(target)


@pytest.mark.parametrize(
    "files", ["relative", "/", "/submission/x", "/proc/x", "/tmp/../x", f"{library_folders()[0]}/x"]
)
def test_an_unfit_folder_for_files_is_refused(run_in_box, files):
    assert "IsolationError" in run_in_box("out('ran')", Policy(), files=files).text
