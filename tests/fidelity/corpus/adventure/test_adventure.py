"""A text adventure: `print` seen by capsys, `input` fed by monkeypatch, mock.patch and sys.stdin, constants of the module."""

import builtins
import io
from unittest import mock

import pytest

import adventure


@pytest.fixture
def type_in(monkeypatch):
    """Feed lines to input(); what was asked is kept."""
    prompts = []

    def feed(*lines):
        waiting = list(lines)

        def fake_input(prompt=""):
            prompts.append(prompt)
            return waiting.pop(0)

        monkeypatch.setattr(builtins, "input", fake_input)
        return prompts

    return feed


def test_describe(capsys):
    assert adventure.describe("hall") is None
    captured = capsys.readouterr()
    assert captured.out == "You are in the hall.\nExits: east, north\n"
    assert captured.err == ""


@pytest.mark.parametrize("room", sorted(adventure.ROOMS))
def test_every_room_is_described(room, capsys):
    adventure.describe(room, ["cat"])
    lines = capsys.readouterr().out.splitlines()
    assert room in lines[0]
    assert lines[-1] == "There is a cat here."


def test_ask_repeats(type_in, capsys):
    prompts = type_in("maybe", " YES ")
    assert adventure.ask("Sure?", ["yes", "no"]) == "yes"
    assert prompts == ["Sure? ", "Sure? "]
    assert "Please answer one of: yes, no" in capsys.readouterr().out


@mock.patch("builtins.input", side_effect=["go north", "take lamp", "quit"])
def test_a_game(fake_input, capsys):
    assert adventure.play() == (10, "library")
    assert fake_input.call_count == 3
    out = capsys.readouterr().out
    assert "There is a lamp here." in out
    assert "Taken: lamp." in out
    assert out.endswith("Bye! Your score is 10.\n")


def test_nothing_is_taken_twice(type_in, capsys):
    type_in("go east", "take bread", "take bread", "", "go up", "quit")
    score, room = adventure.play()
    assert (score, room) == (10, "kitchen")
    assert capsys.readouterr().out.count("You can't do that.") == 2


def test_from_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("go north\ngo south\nquit\n"))
    assert adventure.play() == (0, "hall")
    assert capsys.readouterr().out.count("You are in the hall.") == 2


def test_input_ends(type_in):
    with mock.patch("builtins.input", side_effect=EOFError):
        with pytest.raises(EOFError):
            adventure.play()
