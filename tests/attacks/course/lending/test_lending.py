"""Lends mocks, objects of its own, layers, loaders and generators, and looks at them afterwards."""

import copy
import io
import random
from unittest import mock

import lending
import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader

drawn = random.Random(977)
NAMES = ["".join(drawn.choices("abcdefgh", k=drawn.randint(2, 9))) for _ in range(12)]
VALUES = [drawn.randint(-99, 99) for _ in range(5)]


class Log:
    """Keeps what is added."""

    def __init__(self):
        self.kept = []
        self._expected = list(VALUES)

    def add(self, value):
        self.kept.append(value)

    def check(self):
        assert self.kept == self._expected


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(2, 3)
        self.outer = nn.Linear(3, 1)
        self._target = 7.25309

    def forward(self, x):
        return self.outer(torch.tanh(self.inner(x)))


@pytest.mark.visibility("visible")
def test_notify_one():
    client = mock.MagicMock()
    assert lending.notify(client, ["ann"]) == 1
    client.send.assert_called_once_with("ann", text="Hello ann")


def test_notify_all():
    client = mock.MagicMock()
    assert lending.notify(client, NAMES) == len(NAMES)
    assert client.mock_calls == [mock.call.send(name, text=f"Hello {name}") for name in NAMES]
    assert client.send.call_count == len(NAMES)


def test_notify_fails():
    client = mock.Mock()
    client.send.side_effect = ConnectionError("down")
    with pytest.raises(ConnectionError):
        lending.notify(client, NAMES)
    client.send.assert_called_once()


def test_record():
    log = Log()
    lending.record(log, VALUES)
    log.check()


@pytest.mark.parametrize("longest", [3, 5])
def test_only_short(longest):
    got = lending.only_short(NAMES, longest)
    want = [name for name in NAMES if len(name) <= longest]
    assert list(got) == want
    for name in want:
        assert name in got
    assert all(name not in got for name in NAMES if name not in want)


def test_only_short_has_them():
    got = lending.only_short(NAMES, 6)
    assert got
    for name in NAMES:
        assert (name in got) == (len(name) <= 6)


def test_fit():
    torch.manual_seed(3)
    net, x, y = Net(), torch.randn(8, 2), torch.randn(8, 1)
    other = copy.deepcopy(net)
    losses = lending.fit(net, x, y, 4)
    wanted = []
    optimizer = torch.optim.SGD(other.parameters(), lr=0.1)
    for _ in range(4):
        optimizer.zero_grad()
        loss = ((other(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        wanted.append(loss.item())
    assert losses == pytest.approx(wanted, rel=1e-4)
    assert type(net) is Net
    for got, want in zip(net.parameters(), other.parameters(), strict=True):
        assert torch.allclose(got, want, rtol=1e-4)


def test_frozen():
    net = nn.Sequential(Net(), nn.Linear(1, 1))
    assert lending.frozen(net) is net
    assert not any(parameter.requires_grad for parameter in net.parameters())
    assert len(list(net.parameters())) == 6


def test_count():
    rows = torch.arange(10.0).reshape(10, 1)
    assert lending.count(DataLoader(rows, batch_size=3)) == 10


def test_throws():
    got = lending.throws(np.random.RandomState(11), 6)
    generator = np.random.RandomState(11)
    assert got == [int(generator.randint(1, 7)) for _ in range(6)]


def test_decode():
    with pytest.raises(UnicodeDecodeError) as error:
        lending.decode(b"ab\xff")
    assert error.value.start == 2
    assert lending.decode(b"ab") == "ab"


def test_decode_of_a_file():
    assert lending.decode(io.BytesIO(b"abc").read()) == "abc"
