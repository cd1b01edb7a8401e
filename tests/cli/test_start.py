from __future__ import annotations


def test_start_copies_and_says_what_is_next(grade, tmp_path):
    ran = grade("start", "slope", tmp_path / "mine")
    assert ran.code == 0
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == ["README.md", "slope.py", "test_examples.py"]
    assert (
        ran.out
        == f"Slope: 3 new files in {tmp_path / 'mine'}. Next: read README.md, edit slope.py, run `grade check`.\n"
    )


def test_start_never_overwrites(grade, tmp_path):
    grade("start", "slope", tmp_path / "mine")
    (tmp_path / "mine/slope.py").write_text("my own work")
    (tmp_path / "mine/README.md").unlink()
    ran = grade("start", "slope", tmp_path / "mine", "--lang", "pt")
    assert (tmp_path / "mine/slope.py").read_text() == "my own work"
    assert ran.out.splitlines()[0] == f"Ficou como estava: {tmp_path / 'mine/slope.py'}"
    assert "1 arquivo novo" in ran.out
    assert grade("start", "slope", tmp_path / "mine", "--json").json["kept"] == ["slope.py"]


def test_start_remembers_the_course(grade, tmp_path, monkeypatch):
    grade("start", "slope", tmp_path / "mine")
    monkeypatch.chdir(tmp_path / "mine")
    assert grade("list").code == 0


def test_start_refuses_in_one_line(grade, tmp_path, course_folder):
    (tmp_path / "file").write_text("")
    (course_folder / "exercises/bend/bend.py").unlink()
    for arguments in (
        ["slop"],
        ["bend", tmp_path / "new"],
        ["slope", tmp_path / "file"],
        ["slope", tmp_path / "file/x"],
    ):
        ran = grade("start", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.count("\n") == 1


def test_a_link_among_the_files_is_written_through_by_nobody(grade, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/slope.py").symlink_to(tmp_path / "elsewhere.py")
    grade("start", "slope", tmp_path / "mine")
    assert not (tmp_path / "elsewhere.py").exists()
