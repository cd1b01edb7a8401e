"""docs/authoring.md as a newcomer follows it: every file is written, every command is run."""

import re
import shlex
from pathlib import Path

from grader.cli import main

GUIDE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
STEP = re.compile(r"(?:^`(?P<file>[^`\n]+)`\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def read_steps():
    """("file", path, text) or ("command", words), in the order of the page."""
    for step in STEP.finditer(GUIDE):
        if step["kind"] == "sh":
            yield from (("command", shlex.split(line)) for line in step["text"].splitlines())
        else:
            yield "file", step["file"], step["text"]


def test_it_takes_ten_commands_at_most():
    commands = [step for step in read_steps() if step[0] == "command"]
    assert len(commands) == 9
    assert "nine commands" in GUIDE


def test_the_page_leads_from_an_empty_folder_to_a_graded_submission(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GRADER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("GRADER_RESIDENT", "off")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    told = []
    for step in read_steps():
        if step[0] == "file":
            path = Path(step[1])
            assert path.parent.is_dir()  # the commands before it made it
            path.write_text(step[2], encoding="utf-8")
            continue
        words = step[1]
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            continue
        code = main(words[1:])
        told.append((words[1], code, capsys.readouterr().out))
    assert [(command, code) for command, code, _ in told] == [
        ("new", 0),
        ("new", 0),
        ("validate", 0),
        ("release", 0),
        ("check", 0),
        ("submit", 1),
        ("report", 0),
    ]
    assert "3 of 4" in told[-1][2]
    assert "OverflowError" in told[-1][2]
    assert (tmp_path / "work" / "handout.zip").is_file()
