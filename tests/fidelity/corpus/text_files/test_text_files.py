"""Files in tmp_path, read and written on both sides: text, folders, appending, deleting, missing files, exceptions with lines."""

import json
import os

import pytest

import text_files


@pytest.fixture
def poem(tmp_path):
    path = tmp_path / "poem.txt"
    path.write_text("roses are red\n\nviolets are blue\n")
    return path


@pytest.mark.parametrize("convert", [str, lambda path: path], ids=["str", "Path"])
def test_count(poem, convert):
    assert text_files.count_lines(convert(poem)) == 2


def test_missing(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        text_files.count_lines(tmp_path / "nothing.txt")
    assert caught.value.filename == str(tmp_path / "nothing.txt") or str(caught.value.filename).endswith("nothing.txt")


def test_number_lines(poem, tmp_path):
    target = tmp_path / "numbered.txt"
    assert text_files.number_lines(str(poem), str(target)) == 3
    assert target.read_text() == "1: roses are red\n2: \n3: violets are blue\n"
    assert poem.read_text().startswith("roses")


def test_append(tmp_path):
    log = tmp_path / "log.txt"
    text_files.append_log(log, "one")
    log.write_text(log.read_text() + "ours\n")
    text_files.append_log(log, "two")
    assert log.read_text().splitlines() == ["one", "ours", "two"]


def test_settings(tmp_path):
    path = tmp_path / "settings.ini"
    path.write_text("# all of them\nlr = 0.1\n\nname=net # inline\n")
    assert text_files.read_settings(path) == {"lr": "0.1", "name": "net"}


def test_bad_settings(tmp_path):
    path = tmp_path / "settings.ini"
    path.write_text("a = 1\nnonsense\n")
    with pytest.raises(text_files.FormatError, match="settings.ini, line 2") as caught:
        text_files.read_settings(path)
    assert caught.value.line == 2


def test_json_in_a_new_folder(tmp_path):
    path = tmp_path / "deep" / "er" / "data.json"
    text_files.save_json(path, {"b": [1, 2.5], "a": None})
    assert json.loads(path.read_text()) == {"a": None, "b": [1, 2.5]}
    assert path.read_text().index('"a"') < path.read_text().index('"b"')


def test_split_by_letter(tmp_path):
    (tmp_path / "words.txt").write_text("bean apple banana\navocado")
    out = tmp_path / "out"
    out.mkdir()
    assert text_files.split_by_letter(tmp_path / "words.txt", out) == ["a.txt", "b.txt"]
    assert sorted(os.listdir(out)) == ["a.txt", "b.txt"]
    assert (out / "a.txt").read_text().split() == ["apple", "avocado"]


def test_remove_empty(tmp_path):
    for name, text in {"a": "", "b": "x", "c": ""}.items():
        (tmp_path / name).write_text(text)
    assert text_files.remove_empty(tmp_path) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["b"]


def test_relative_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text_files.append_log("here.txt", "hello")
    assert (tmp_path / "here.txt").read_text() == "hello\n"
    assert text_files.count_lines("here.txt") == 1
