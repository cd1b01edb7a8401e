"""A least-recently-used cache."""

from collections import OrderedDict


class LRUCache:
    """Holds `capacity` items; the one not used for longest goes first."""

    def __init__(self, capacity, on_evict=None):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.capacity = capacity
        self.on_evict = on_evict
        self.hits = self.misses = 0
        self._items = OrderedDict()

    def __getitem__(self, key):
        try:
            self._items.move_to_end(key)
        except KeyError:
            self.misses += 1
            raise
        self.hits += 1
        return self._items[key]

    def __setitem__(self, key, value):
        self._items[key] = value
        self._items.move_to_end(key)
        if len(self._items) > self.capacity:
            old, gone = self._items.popitem(last=False)
            if self.on_evict:
                self.on_evict(gone)

    def __delitem__(self, key):
        del self._items[key]

    def __contains__(self, key):
        return key in self._items

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __bool__(self):
        return True

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def keys(self):
        return list(self)

    def update(self, other=(), **named):
        for key, value in {**dict(other), **named}.items():
            self[key] = value

    @property
    def hit_rate(self):
        asked = self.hits + self.misses
        return self.hits / asked if asked else 0.0
