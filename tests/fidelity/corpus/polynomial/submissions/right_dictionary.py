class Polynomial:
    def __init__(self, *coefficients):
        self.terms = {power: c for power, c in enumerate(coefficients) if c != 0}

    @classmethod
    def of(cls, x):
        if isinstance(x, cls):
            return x
        if isinstance(x, dict):
            p = cls()
            p.terms = {k: v for k, v in x.items() if v != 0}
            return p
        return cls(x)

    @property
    def degree(self):
        return max(self.terms, default=-1)

    @property
    def coefficients(self):
        return tuple(self[i] for i in range(self.degree + 1))

    def __getitem__(self, power):
        return self.terms.get(power, 0)

    def __call__(self, x):
        return sum(c * x**power for power, c in self.terms.items())

    def __add__(self, other):
        other = self.of(other)
        return self.of({k: self[k] + other[k] for k in self.terms.keys() | other.terms.keys()})

    def __radd__(self, other):
        return self + other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + self.of(other) * -1

    def __rsub__(self, other):
        return self.of(other) - self

    def __mul__(self, other):
        out = {}
        for a, x in self.terms.items():
            for b, y in self.of(other).terms.items():
                out[a + b] = out.get(a + b, 0) + x * y
        return self.of(out)

    def __rmul__(self, other):
        return self * other

    def __pow__(self, n):
        if n == 0:
            return Polynomial(1)
        return self ** (n - 1) * self

    def __divmod__(self, other):
        if other.degree < 0:
            raise ZeroDivisionError("the zero polynomial")
        if self.degree < other.degree:
            return Polynomial(), self
        term = self.of({self.degree - other.degree: self[self.degree] / other[other.degree]})
        q, r = divmod(self - term * other, other)
        return q + term, r

    def __floordiv__(self, other):
        q, _ = divmod(self, other)
        return q

    def __mod__(self, other):
        _, r = divmod(self, other)
        return r

    def __eq__(self, other):
        return self.terms == self.of(other).terms

    def __hash__(self):
        return hash(frozenset(self.terms.items()))

    def __bool__(self):
        return self.terms != {}

    def __repr__(self):
        return "Polynomial(%s)" % ", ".join(map(repr, self.coefficients))

    def __format__(self, spec):
        return " + ".join(format(c, spec) + f"x^{i}" for i, c in enumerate(self.coefficients))

    def derivative(self):
        return self.of({k - 1: k * v for k, v in self.terms.items() if k > 0})
