"""A data loader class: `__len__`, `__getitem__`, slices, iteration over batches, a dataset of the suite's own passed in."""

import numpy as np
import pytest
from data_loader import ArrayDataset, DataLoader


@pytest.fixture(scope="module")
def dataset():
    x = np.arange(20.0).reshape(10, 2)
    return ArrayDataset(x, np.arange(10))


@pytest.fixture
def loader(dataset):
    return DataLoader(dataset, batch_size=4)


def test_dataset_items(dataset):
    assert len(dataset) == 10
    x, y = dataset[3]
    np.testing.assert_array_equal(x, [6.0, 7.0])
    assert y == 3


def test_dataset_slices(dataset):
    x, y = dataset[2:5]
    assert x.shape == (3, 2)
    assert y.tolist() == [2, 3, 4]


def test_dataset_past_the_end(dataset):
    with pytest.raises(IndexError):
        dataset[10]


def test_unequal_lengths():
    with pytest.raises(ValueError, match="3 inputs but 2 targets"):
        ArrayDataset(np.zeros((3, 1)), np.zeros(2))


def test_length(dataset, loader):
    assert len(loader) == 3
    assert len(DataLoader(dataset, 4, drop_last=True)) == 2
    assert len(DataLoader(dataset, 5)) == 2


def test_batches(loader):
    batches = list(loader)
    assert [len(x) for x, _ in batches] == [4, 4, 2]
    x, y = batches[1]
    assert isinstance(x, np.ndarray)
    assert x.dtype == np.float64
    np.testing.assert_array_equal(y, [4, 5, 6, 7])
    np.testing.assert_array_equal(x[:, 0], 2 * y)


def test_drop_last(dataset):
    sizes = [len(y) for _, y in DataLoader(dataset, 4, drop_last=True)]
    assert sizes == [4, 4]


def test_shuffling(dataset):
    loader = DataLoader(dataset, batch_size=10, shuffle=True, seed=3)
    (_, first), (_, second) = next(iter(loader)), next(iter(loader))
    assert sorted(first) == list(range(10))
    assert not np.array_equal(first, second)
    assert loader.epoch == 2
    (_, again) = next(iter(DataLoader(dataset, batch_size=10, shuffle=True, seed=3)))
    np.testing.assert_array_equal(first, again)


def test_a_dataset_of_our_own():
    class Squares:
        def __len__(self):
            return 5

        def __getitem__(self, index):
            return np.array([index]), int(index) ** 2

    ys = np.concatenate([y for _, y in DataLoader(Squares(), batch_size=2)])
    assert ys.tolist() == [0, 1, 4, 9, 16]
