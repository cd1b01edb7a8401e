"""Mocks with attributes and methods, libraries of the module replaced and put back, streams and modules as arguments."""

import io
import json
import random
import statistics
import types
from unittest import mock

import numpy as np
import pytest

import newsroom


@pytest.fixture
def client():
    client = mock.MagicMock()
    client.get.return_value.json.return_value = {"titles": ["a", "bc"]}
    client.get.return_value.ok = True
    return client


def test_fetch(client):
    assert newsroom.fetch(client, ["art", "war"]) == ["a", "bc", "a", "bc"]
    client.connect.assert_called_once_with(timeout=5)
    assert client.get.call_args_list == [mock.call("art", limit=2), mock.call("war", limit=2)]
    client.close.assert_called_once_with()


def test_fetch_in_order():
    client = mock.Mock(spec=["connect", "get", "close"])
    client.get.side_effect = [mock.Mock(ok=False), mock.Mock(ok=True, **{"json.return_value": {"titles": ["x"]}})]
    assert newsroom.fetch(client, ["one", "two"]) == ["x"]
    assert [name for name, _, _ in client.method_calls] == ["connect", "get", "get", "close"]


def test_fetch_fails(client):
    client.get.side_effect = TimeoutError("too late")
    with pytest.raises(TimeoutError, match="too late"):
        newsroom.fetch(client, ["art"])


def test_store():
    store = mock.MagicMock()
    store.items.__len__.return_value = 2
    store.count = 1
    assert newsroom.saved(store, ["ab", "c"]) == 2
    assert store.count == 3
    store.items.__setitem__.assert_has_calls([mock.call("ab", 2), mock.call("c", 1)])
    store.lock.__enter__.assert_called_once()
    store.lock.__exit__.assert_called_once()


def test_reader():
    client = mock.MagicMock(titles=["a", "b"])
    client.name = "wire"
    told = mock.Mock()
    assert newsroom.Reader(client, told).read() == "wire"
    assert told.mock_calls == [mock.call("a"), mock.call("b")]


def test_json_replaced():
    with mock.patch("newsroom.json") as fake:
        fake.loads.return_value = 7
        assert newsroom.unpack("anything") == 7
        assert newsroom.json is fake
    fake.loads.assert_called_once_with("anything")


def test_json_is_back():
    assert newsroom.unpack("[1]") == [1]
    assert newsroom.json is json


def test_numpy_replaced(monkeypatch):
    monkeypatch.setattr(newsroom, "json", types.SimpleNamespace(dumps=lambda news: "packed"))
    assert newsroom.pack([]) == "packed"


def test_several_replaced():
    with mock.patch.multiple("newsroom", json=mock.DEFAULT, random=mock.DEFAULT) as fakes:
        fakes["json"].dumps.return_value = "x"
        assert newsroom.pack([]) == "x"
        newsroom.shuffled(["a"])
        fakes["random"].shuffle.assert_called_once_with(["a"])
    assert newsroom.pack(["a"]) == '["a"]'


def test_a_class_replaced():
    with mock.patch("newsroom.datetime") as fake:
        fake.now.return_value.strftime.return_value = "24/12"
        assert newsroom.today() == "24/12"
    assert len(newsroom.today()) == 5


def test_inside_of_a_library(monkeypatch):
    with mock.patch("newsroom.json.loads", return_value=9) as fake:
        assert newsroom.unpack("x") == 9
    fake.assert_called_once_with("x")
    monkeypatch.setattr("json.dumps", lambda news: f"{len(news)} packed")
    assert newsroom.pack(["a"]) == "1 packed"
    monkeypatch.undo()
    assert newsroom.pack(["a"]) == '["a"]'


def test_drafts(monkeypatch, tmp_path):
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("")
    (tmp_path / "c.md").write_text("c")
    assert newsroom.drafts(str(tmp_path)) == ["a.txt"]
    monkeypatch.setattr(newsroom.os, "listdir", lambda folder: ["x.txt", "y.txt", folder])
    monkeypatch.setattr("os.path.getsize", len)
    assert newsroom.drafts("nowhere") == ["x.txt", "y.txt"]


def test_what_is_not_there():
    with pytest.raises(AttributeError), mock.patch("newsroom.pickle"):
        pass


def test_a_report():
    stream = io.StringIO()
    newsroom.write_report(stream, ["War", "Peace"])
    assert stream.getvalue() == "2 news\n1. War\n2. Peace\n"
    stream.seek(0)
    assert newsroom.read_titles(stream) == (2, ["War", "Peace"])


def test_a_report_in_a_file(tmp_path):
    path = tmp_path / "report.txt"
    with path.open("w") as file:
        newsroom.write_report(file, ["War"])
    assert path.read_text() == "1 news\n1. War\n"
    with path.open() as file:
        assert newsroom.read_titles(file) == (1, ["War"])


def test_a_table():
    assert newsroom.read_table(io.StringIO("a,b\n1,2\n3,4\n")) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_modules_as_arguments():
    assert newsroom.mean_length(["a", "bcd"]) == 2
    assert newsroom.mean_length(["a", "bcd"], statistics) == 2
    assert newsroom.mean_length(["a", "bcd"], np) == 2


def test_generators_as_arguments():
    news = list("abcdef")
    ours, theirs = random.Random(4), random.Random(4)
    assert [newsroom.draw(news, theirs) for _ in range(5)] == [news[ours.randint(0, 5)] for _ in range(5)]
    assert newsroom.draw(news, np.random.RandomState(1)) in news


def test_views_as_arguments():
    tagged = {"b": 1, "a": 2}
    assert newsroom.topics_of(tagged) == (["a", "b"], 3, ["b=1", "a=2"])
    assert newsroom.mean_length(tagged.keys()) == 1
