"""A matrix of numbers in plain Python."""


class Matrix:
    def __init__(self, rows):
        rows = list(rows)
        if not rows or not rows[0]:
            raise ValueError("a matrix needs at least one number")
        if len({len(row) for row in rows}) != 1:
            raise ValueError("rows of different lengths")
        self._rows = rows

    @property
    def shape(self):
        return len(self._rows), len(self._rows[0])

    @classmethod
    def identity(cls, n):
        return cls([[1 if i == j else 0 for j in range(n)] for i in range(n)])

    @property
    def T(self):
        return Matrix(zip(*self._rows))

    def to_lists(self):
        return [list(row) for row in self._rows]

    def _other(self, other):
        if self.shape != other.shape:
            raise ValueError(f"shapes {self.shape} and {other.shape} differ")
        return other._rows

    def __add__(self, other):
        if not isinstance(other, Matrix):
            return NotImplemented
        return Matrix([a + b for a, b in zip(r, s)] for r, s in zip(self._rows, self._other(other)))

    def __sub__(self, other):
        return self + (-1) * other

    def __mul__(self, k):
        if not isinstance(k, (int, float)):
            return NotImplemented
        return Matrix([k * a for a in row] for row in self._rows)

    __rmul__ = __mul__

    def __neg__(self):
        return -1 * self

    def __matmul__(self, other):
        if isinstance(other, (list, tuple)):
            if len(other) != self.shape[1]:
                raise ValueError("the vector has the wrong length")
            return [sum(a * b for a, b in zip(row, other)) for row in self._rows]
        if not isinstance(other, Matrix):
            return NotImplemented
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"can't multiply {self.shape} by {other.shape}")
        columns = list(zip(*other._rows))
        return Matrix([sum(a * b for a, b in zip(row, column)) for column in columns] for row in self._rows)

    def __pow__(self, n):
        out = Matrix.identity(self.shape[0])
        for _ in range(n):
            out = out @ self
        return out

    def __eq__(self, other):
        if not isinstance(other, Matrix):
            return NotImplemented
        return self._rows == other._rows

    def __getitem__(self, key):
        if isinstance(key, int):
            return list(self._rows[key])
        i, j = key
        if isinstance(i, int) and isinstance(j, int):
            return self._rows[i][j]
        i = slice(i, i + 1) if isinstance(i, int) else i
        j = slice(j, j + 1) if isinstance(j, int) else j
        return Matrix(row[j] for row in self._rows[i])

    def __setitem__(self, key, value):
        i, j = key
        self._rows[i][j] = value

    def __iter__(self):
        return (list(row) for row in self._rows)

    def __len__(self):
        return len(self._rows)

    def __str__(self):
        return "\n".join(" ".join(str(a) for a in row) for row in self._rows)

    def __abs__(self):
        return sum(a * a for row in self._rows for a in row) ** 0.5
