"""A data loader of one's own."""

import numpy as np


class ArrayDataset:
    """Pairs of arrays of the same length."""

    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError(f"{len(x)} inputs but {len(y)} targets")
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, index):
        return self.x[index], self.y[index]


class DataLoader:
    """Batches of a dataset, shuffled anew for each epoch."""

    def __init__(self, dataset, batch_size=4, shuffle=False, drop_last=False, seed=0):
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.epoch = 0
        self.seed = seed

    def __len__(self):
        n = len(self.dataset)
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)

    def __iter__(self):
        order = np.arange(len(self.dataset))
        if self.shuffle:
            np.random.default_rng(self.seed).shuffle(order)
        self.epoch += 1
        for number in range(len(self)):
            batch = order[number * self.batch_size : (number + 1) * self.batch_size]
            pairs = [self.dataset[i] for i in batch]
            yield np.stack([x for x, _ in pairs]), np.array([y for _, y in pairs])
