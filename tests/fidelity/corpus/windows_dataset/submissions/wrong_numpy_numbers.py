"""Datasets for torch's DataLoader."""

import torch
from torch.utils.data import Dataset, IterableDataset


class WindowDataset(Dataset):
    """Windows of a series and the value that follows each."""

    def __init__(self, series, width, transform=None):
        if len(series) <= width:
            raise ValueError("the series is too short")
        self.series = torch.as_tensor(series, dtype=torch.float32)
        self.width = width
        self.transform = transform

    def __len__(self):
        return len(self.series) - self.width

    def __getitem__(self, index):
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        x = self.series[index : index + self.width]
        if self.transform is not None:
            x = self.transform(x)
        return x.numpy().astype("float64"), float(self.series[index + self.width])


class Squares(IterableDataset):
    def __init__(self, stop):
        self.stop = stop

    def __iter__(self):
        for n in range(self.stop):
            yield torch.tensor(float(n * n))


def pad(batch):
    """Collates tensors of different lengths; returns them padded with zeros, and the lengths."""
    lengths = torch.tensor([len(item) for item in batch])
    out = torch.zeros(len(batch), int(lengths.max()))
    for row, item in zip(out, batch):
        row[: len(item)] = item
    return out, lengths
