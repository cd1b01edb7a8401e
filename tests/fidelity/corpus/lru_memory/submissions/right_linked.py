class LRUCache:
    def __init__(self, capacity, on_evict=None):
        if not capacity >= 1:
            raise ValueError(capacity)
        self.capacity, self.on_evict = capacity, on_evict
        self.data, self.order = {}, []
        self.hits, self.misses = 0, 0

    hit_rate = property(lambda self: self.hits / max(1, self.hits + self.misses))

    def touch(self, key):
        if key in self.order:
            self.order.remove(key)
        self.order.insert(0, key)

    def __getitem__(self, key):
        if key not in self.data:
            self.misses += 1
            raise KeyError(key)
        self.hits += 1
        self.touch(key)
        return self.data[key]

    def __setitem__(self, key, value):
        self.touch(key)
        self.data[key] = value
        while len(self.order) > self.capacity:
            old = self.order.pop()
            value = self.data.pop(old)
            if self.on_evict is not None:
                self.on_evict(old, value)

    def __delitem__(self, key):
        self.data.pop(key)
        self.order.remove(key)

    def __contains__(self, key):
        return key in self.order

    def __len__(self):
        return len(self.order)

    def __bool__(self):
        return self.capacity > 0

    def __iter__(self):
        return iter(self.order[:])

    def keys(self):
        return self.order[:]

    def get(self, key, default=None):
        if key in self:
            return self[key]
        self.misses += 1
        return default

    def update(self, *others, **named):
        for other in (*others, named):
            for key in other:
                self[key] = other[key]
