"""A torch Dataset of the student's in the suite's DataLoader, with shuffling, random_split, Subset and a collate function."""

import pytest
import torch
from torch.utils.data import DataLoader, Dataset, Subset, random_split

from windows_dataset import Squares, WindowDataset, pad


@pytest.fixture
def dataset():
    return WindowDataset(range(10), width=3)


def test_items(dataset):
    assert isinstance(dataset, Dataset)
    assert len(dataset) == 7
    x, y = dataset[2]
    assert x.tolist() == [2.0, 3.0, 4.0]
    assert y.item() == 5.0
    assert x.dtype == torch.float32


def test_ends(dataset):
    assert dataset[-1][1].item() == 9.0
    with pytest.raises(IndexError):
        dataset[7]
    with pytest.raises(ValueError, match="short"):
        WindowDataset([1, 2], 2)


def test_loop(dataset):
    assert [y.item() for _, y in dataset] == [3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]


def test_loader(dataset):
    batches = list(DataLoader(dataset, batch_size=4))
    assert [tuple(x.shape) for x, _ in batches] == [(4, 3), (3, 3)]
    torch.testing.assert_close(batches[0][1], torch.tensor([3.0, 4.0, 5.0, 6.0]))


def test_shuffled_loader(dataset):
    loader = DataLoader(dataset, batch_size=7, shuffle=True, generator=torch.Generator().manual_seed(0))
    ((x, y),) = loader
    assert sorted(y.tolist()) == [3, 4, 5, 6, 7, 8, 9]
    torch.testing.assert_close(x[:, -1] + 1, y)


def test_splits(dataset):
    train, test = random_split(dataset, [5, 2], generator=torch.Generator().manual_seed(1))
    assert len(train) == 5
    assert {y.item() for _, y in train} | {y.item() for _, y in test} == set(map(float, range(3, 10)))
    assert Subset(dataset, [6])[0][1].item() == 9.0


def test_transform():
    seen = []

    def center(x):
        seen.append(tuple(x.tolist()))
        return x - x.mean()

    dataset = WindowDataset([1.0, 2.0, 3.0, 4.0], 2, transform=center)
    x, _ = dataset[0]
    assert x.tolist() == [-0.5, 0.5]
    assert seen == [(1.0, 2.0)]


def test_stream():
    values = torch.cat(list(DataLoader(Squares(5), batch_size=2)))
    assert values.tolist() == [0.0, 1.0, 4.0, 9.0, 16.0]


def test_collate():
    items = [torch.ones(n) for n in (1, 3, 2)]
    ((batch, lengths),) = DataLoader(items, batch_size=3, collate_fn=pad)
    assert lengths.tolist() == [1, 3, 2]
    assert batch.sum(1).tolist() == [1.0, 3.0, 2.0]
    assert batch.shape == (3, 3)


def test_training_on_it(dataset):
    torch.manual_seed(0)
    model = torch.nn.Linear(3, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    losses = []
    for _ in range(15):
        for x, y in DataLoader(dataset, batch_size=4):
            optimizer.zero_grad()
            loss = ((model(x).squeeze(1) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    assert losses[-1] < losses[0] / 4
