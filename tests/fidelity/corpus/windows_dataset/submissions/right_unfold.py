import torch
import torch.utils.data as data
from torch.nn.utils.rnn import pad_sequence


class WindowDataset(data.Dataset):
    def __init__(self, series, width, transform=None):
        values = torch.tensor(list(series), dtype=torch.float)
        if values.numel() <= width:
            raise ValueError("too short for width %d" % width)
        self.x = values.unfold(0, width, 1)[:-1]
        self.y = values[width:]
        self.transform = transform or (lambda x: x)

    def __getitem__(self, i):
        return self.transform(self.x[i]), self.y[i]

    def __len__(self):
        return self.y.shape[0]


class Squares(data.IterableDataset):
    def __init__(self, stop):
        super().__init__()
        self.values = torch.arange(stop, dtype=torch.float) ** 2

    def __iter__(self):
        return iter(self.values)


def pad(batch):
    return pad_sequence(batch, batch_first=True), torch.tensor(list(map(len, batch)))
