import math
import random

import numpy as np


class ArrayDataset:
    def __init__(self, x, y):
        n, m = len(x), len(y)
        if n != m:
            raise ValueError("%d inputs but %d targets" % (n, m))
        self.data = (x, y)

    def __getitem__(self, i):
        return tuple(part[i] for part in self.data)

    def __len__(self):
        return self.data[0].shape[0]


class _Batches:
    def __init__(self, dataset, chunks):
        self.dataset, self.chunks = dataset, chunks

    def __iter__(self):
        return self

    def __next__(self):
        if not self.chunks:
            raise StopIteration
        items = [self.dataset[i] for i in self.chunks.pop(0)]
        xs, ys = zip(*items)
        return np.array(xs), np.array(ys)


class DataLoader:
    def __init__(self, dataset, batch_size=4, shuffle=False, drop_last=False, seed=0):
        vars(self).update(locals())
        self.epoch = 0
        self.random = random.Random(seed)

    def __len__(self):
        exact = len(self.dataset) / self.batch_size
        return math.floor(exact) if self.drop_last else math.ceil(exact)

    def __iter__(self):
        indices = list(range(len(self.dataset)))
        if self.shuffle:
            self.random.shuffle(indices)
        self.epoch += 1
        b = self.batch_size
        return _Batches(self.dataset, [indices[b * k : b * k + b] for k in range(len(self))])
