import numpy as np


class Matrix:
    def __init__(self, rows):
        rows = [tuple(r) for r in rows]
        if len(rows) == 0 or len(rows[0]) == 0:
            raise ValueError("need at least one entry")
        if any(len(r) != len(rows[0]) for r in rows):
            raise ValueError("ragged")
        self.array = np.array(rows)

    shape = property(lambda self: self.array.shape)
    T = property(lambda self: Matrix(self.array.T))

    @staticmethod
    def identity(n):
        return Matrix(np.eye(n, dtype=int))

    def to_lists(self):
        return self.array.tolist()

    def __add__(self, other):
        if not isinstance(other, Matrix):
            raise TypeError("not a matrix")
        if self.shape != other.shape:
            raise ValueError("shapes")
        return Matrix(self.array + other.array)

    def __neg__(self):
        return Matrix(-self.array)

    def __sub__(self, other):
        return self + -other

    def __mul__(self, k):
        return Matrix(self.array * k)

    def __rmul__(self, k):
        return Matrix(k * self.array)

    def __matmul__(self, other):
        if isinstance(other, Matrix):
            return Matrix(self.array @ other.array)
        return (self.array @ np.array(other)).tolist()

    def __pow__(self, n):
        return Matrix(np.linalg.matrix_power(self.array, n))

    def __eq__(self, other):
        return isinstance(other, Matrix) and np.array_equal(self.array, other.array)

    def __getitem__(self, key):
        if not isinstance(key, tuple):
            return self.array[key].tolist()
        if all(isinstance(k, int) for k in key):
            return self.array[key].item()
        key = tuple(slice(k, k + 1) if isinstance(k, int) else k for k in key)
        return Matrix(self.array[key])

    def __setitem__(self, key, value):
        self.array[key] = value

    def __iter__(self):
        yield from self.array.tolist()

    def __len__(self):
        return len(self.array)

    def __str__(self):
        return "\n".join(" ".join(map(str, row)) for row in self)

    def __abs__(self):
        return float(np.linalg.norm(self.array))
