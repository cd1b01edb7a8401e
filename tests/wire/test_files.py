"""A folder kept in step by copy: what a suite and a student's code write crosses, and nothing else can."""

import os
import socket
import time
from pathlib import Path

import pytest

from grader.wire import files
from grader.wire.breach import Breach, CannotCross
from grader.wire.files import FOLDER, GONE, MAX_BYTES, MAX_FILE_BYTES, MAX_FILES, Mirror


@pytest.fixture
def sides(tmp_path):
    """The judge's and the box's folder, and their mirrors."""
    here, there = tmp_path / "judge" / "files", tmp_path / "box" / "files"
    here.mkdir(parents=True)
    there.mkdir(parents=True)
    return here, there, Mirror(str(here)), Mirror(str(there))


def sync(one, other):
    changes, contents = take(one)
    give(other, changes, contents)
    return changes


def take(mirror):
    contents = []

    def attach(data):
        contents.append(data)
        return len(contents) - 1

    return mirror.take_changes(attach), contents


def give(mirror, changes, contents):
    def buffer(number):
        if not 0 <= number < len(contents):
            raise Breach("no such buffer")
        return contents[number]

    mirror.apply(changes, buffer)


def tree(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def test_files_and_folders_cross_both_ways(sides):
    here, there, judge, box = sides
    (here / "a" / "b").mkdir(parents=True)
    (here / "a" / "b" / "x.csv").write_text("1,2")
    (here / "empty").write_text("")
    sync(judge, box)
    assert tree(there) == tree(here)
    (there / "a" / "out.txt").write_bytes(b"\0\xff" * 5000)
    (there / "new").mkdir()
    sync(box, judge)
    assert tree(here) == tree(there)
    assert (here / "a" / "out.txt").stat().st_size == 10000


def test_only_what_changed_crosses(sides):
    here, there, judge, box = sides
    (here / "one").write_text("1")
    (here / "two").write_text("2")
    sync(judge, box)
    assert sync(box, judge) == []
    assert sync(judge, box) == []
    (there / "two").write_text("3")
    assert sync(box, judge) == [("two", 0)]
    assert (here / "two").read_text() == "3"
    assert sync(judge, box) == []


def test_a_change_within_one_tick_of_the_clock_is_seen(sides):
    here, there, judge, box = sides
    for number in range(50):
        (here / "same size").write_text(str(number % 10))
        sync(judge, box)
        assert (there / "same size").read_text() == str(number % 10)


def test_a_file_with_its_old_stamp_is_read_again_while_it_is_young(sides):
    here, there, judge, box = sides
    file = here / "x"
    file.write_text("1")
    stamp = file.stat().st_mtime_ns
    sync(judge, box)
    file.write_text("2")
    os.utime(file, ns=(stamp, stamp))
    sync(judge, box)
    assert (there / "x").read_text() == "2"


def test_an_old_file_is_not_read_again(sides, monkeypatch):
    here, _, judge, box = sides
    (here / "x").write_text("1")
    monkeypatch.setattr(files, "_RECENT_NS", -(10**12))
    sync(judge, box)
    monkeypatch.setattr(Mirror, "_read", None)
    assert take(judge) == ([], [])


def test_a_deletion_is_carried(sides):
    here, there, judge, box = sides
    (here / "a" / "b").mkdir(parents=True)
    (here / "a" / "b" / "x").write_text("1")
    (here / "y").write_text("1")
    sync(judge, box)
    (there / "a" / "b" / "x").unlink()
    (there / "a" / "b").rmdir()
    (there / "y").unlink()
    sync(box, judge)
    assert tree(here) == {"a": None}
    assert sync(judge, box) == []


def test_a_file_may_become_a_folder_and_back(sides):
    here, there, judge, box = sides
    (here / "x").write_text("1")
    sync(judge, box)
    (there / "x").unlink()
    (there / "x").mkdir()
    (there / "x" / "y").write_text("2")
    sync(box, judge)
    assert tree(here) == {"x": None, "x/y": b"2"}
    (here / "x" / "y").unlink()
    (here / "x").rmdir()
    (here / "x").write_text("3")
    sync(judge, box)
    assert tree(there) == {"x": b"3"}


def test_who_has_a_file_open_sees_the_change(sides):
    here, there, judge, box = sides
    (here / "log").write_text("start\n")
    with (here / "log").open() as log:
        sync(judge, box)
        with (there / "log").open("a") as other:
            other.write("more\n")
        sync(box, judge)
        assert log.read() == "start\nmore\n"


def test_a_folder_that_is_not_there_yet_is_empty(tmp_path):
    here, there = Mirror(str(tmp_path / "here")), Mirror(str(tmp_path / "there"))
    assert take(here) == ([], [])
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "x").write_text("1")
    sync(here, there)
    assert tree(tmp_path / "there") == {"x": b"1"}


def test_what_is_no_file_does_not_cross(sides, monkeypatch):
    here, there, judge, box = sides
    (there / "link").symlink_to("/etc/passwd")
    (there / "loop").symlink_to(".")
    os.mkfifo(there / "fifo")
    with socket.socket(socket.AF_UNIX) as sock:
        monkeypatch.chdir(there)  # a socket's path is short
        sock.bind("socket")
        (there / "plain").write_text("1")
        sync(box, judge)
    assert tree(here) == {"plain": b"1"}


def test_a_hard_link_crosses_as_a_copy(sides):
    here, there, judge, box = sides
    (there / "one").write_text("1")
    os.link(there / "one", there / "two")
    sync(box, judge)
    assert (here / "one").stat().st_nlink == 1
    assert tree(here) == {"one": b"1", "two": b"1"}


@pytest.mark.parametrize(
    "path",
    ["../x", "a/../../x", "/etc/x", "", ".", "a//b", "a/", "./a", "a\0b", "a\nb", "\u202ex", "\x1b[2J", "a/" * 20 + "b", "x" * 300, "\ud800"],
)  # fmt: skip
@pytest.mark.parametrize("kind", [0, FOLDER, GONE])
def test_a_path_that_leads_elsewhere_is_a_breach(sides, path, kind):
    here, _, judge, _ = sides
    with pytest.raises(Breach):
        give(judge, [(path, kind)], [b"x"])
    assert tree(here.parent.parent) == {"box": None, "box/files": None, "judge": None, "judge/files": None}


@pytest.mark.parametrize("what", ["link to a file", "link to a folder", "fifo", "device"])
def test_a_change_never_goes_through_what_is_no_file(sides, tmp_path, what):
    here, _, judge, _ = sides
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_text("mine")
    if what == "fifo":
        os.mkfifo(here / "x")
    elif what == "device":
        (here / "x").symlink_to("/dev/full")
    elif what == "link to a file":
        (here / "x").symlink_to(outside / "x")
    else:
        (here / "x").symlink_to(outside)
    with pytest.raises(Breach):
        give(judge, [("x", 0)], [b"forged"])
    with pytest.raises(Breach):
        give(judge, [("x/x", 0)], [b"forged"])
    with pytest.raises(Breach):
        give(judge, [("x/x", GONE)], [])
    give(judge, [("x", GONE)], [])
    assert (outside / "x").read_text() == "mine"


@pytest.mark.parametrize(
    "changes",
    [
        [("x", -3)],
        [("x", 1)],
        [("x/y", 0)],
        [("x/y", FOLDER)],
        [("x", 0), ("x", FOLDER)],
        [("x", 0), ("x/y", 0)],
        [("x", FOLDER), ("x", 0)],
        [(f"f{number}", FOLDER) for number in range(MAX_FILES + 1)],
        [(f"f{number}", 0) for number in range(MAX_FILES + 1)],
        [("x", GONE)] * (2 * MAX_FILES + 1),
    ],
)
def test_changes_that_cannot_be_are_a_breach(sides, changes):
    with pytest.raises(Breach):
        give(sides[2], changes, [b"x"])


def test_ten_thousand_files_do_not_cross(sides):
    _, there, _, box = sides
    for number in range(MAX_FILES + 1):
        (there / str(number)).touch()
    with pytest.raises(CannotCross):
        take(box)


def test_a_box_can_go_on_after_it_wrote_too_much(sides):
    here, there, judge, box = sides
    (here / "a").mkdir()
    (here / "a" / "kept").write_text("1")
    (here / "a" / "grown").write_text("1")
    sync(judge, box)
    for number in range(MAX_FILES + 1):
        (there / "a" / str(number)).touch()
    (there / "a" / "grown").write_text("22")
    (there / "b" / "c").mkdir(parents=True)
    with pytest.raises(CannotCross):
        take(box)
    box.discard()
    assert tree(there) == {"a": None, "a/kept": b"1"}
    sync(box, judge)
    assert tree(here) == {"a": None, "a/kept": b"1"}


def test_files_that_come_by_and_by_are_counted_together(sides):
    judge = sides[2]
    for part in range(MAX_FILES // 100):
        give(judge, [(f"{part}-{number}", 0) for number in range(100)], [b""])
    with pytest.raises(Breach):
        give(judge, [("one more", 0)], [b""])


def test_a_sparse_file_is_not_read(sides):
    _, there, _, box = sides
    with (there / "sparse").open("w") as file:
        file.truncate(1 << 40)
    began = time.process_time()
    with pytest.raises(CannotCross):
        take(box)
    assert time.process_time() - began < 1


def test_files_too_large_are_a_breach(sides):
    judge = sides[2]
    with pytest.raises(Breach):
        give(judge, [("x", 0)], [memoryview(bytes(MAX_FILE_BYTES + 1))])
    block = memoryview(bytes(MAX_FILE_BYTES))
    count = MAX_BYTES // MAX_FILE_BYTES
    give(judge, [(str(number), 0) for number in range(count)], [block])
    with pytest.raises(Breach):
        give(judge, [("more", 0)], [b"x"])
    give(judge, [("0", GONE), ("more", 0)], [b"x"])


def test_a_file_that_grows_while_it_is_read_is_cut(sides, monkeypatch):
    _, there, _, box = sides
    (there / "log").write_bytes(b"x" * 100)
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 1000)
    reads = os.read

    def read(descriptor, size):
        with (there / "log").open("ab") as log:
            log.write(b"x" * 100)
        return reads(descriptor, size)

    monkeypatch.setattr(files.os, "read", read)
    with pytest.raises(CannotCross):
        take(box)


def test_no_descriptor_is_left(sides):
    _, there, judge, box = sides
    before = len(list(Path("/proc/self/fd").iterdir()))
    (there / "a").mkdir()
    (there / "a" / "b").write_text("1")
    sync(box, judge)
    for change in (("../x", 0), ("a/b/c", 0), ("a", 0)):
        with pytest.raises(Breach):
            give(judge, [change], [b""])
    (there / "a" / "big").touch()
    os.truncate(there / "a" / "big", 1 << 40)
    with pytest.raises(CannotCross):
        take(box)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
