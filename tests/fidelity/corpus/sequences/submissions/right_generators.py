from itertools import count


class Countdown:
    def __init__(self, start):
        self._values = list(range(1, start + 1))

    def __iter__(self):
        return self

    def __next__(self):
        try:
            return self._values.pop()
        except IndexError:
            raise StopIteration from None

    def __length_hint__(self):
        return len(self._values)


class Steps:
    def __init__(self, start, stop, step):
        if not step:
            raise ValueError(step)
        self.values = []
        i = 0
        while (stop - (start + i * step)) * (1 if step > 0 else -1) > 1e-9:
            self.values.append(start + i * step)
            i += 1

    def __len__(self):
        return len(self.values)

    def __getitem__(self, index):
        return self.values[index]


def primes():
    sieve = {}
    for n in count(2):
        p = sieve.pop(n, None)
        if p is None:
            yield n
            sieve[n * n] = n
        else:
            m = n + p
            while m in sieve:
                m += p
            sieve[m] = p


def interleave(*iterables):
    end = object()
    iterators = [iter(i) for i in iterables]
    while iterators:
        alive = []
        for it in iterators:
            value = next(it, end)
            if value is not end:
                alive.append(it)
                yield value
        iterators = alive
