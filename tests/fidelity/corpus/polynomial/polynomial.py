"""Polynomials that can be called."""

from itertools import zip_longest


class Polynomial:
    """Coefficients from the constant upwards."""

    def __init__(self, *coefficients):
        coefficients = list(coefficients)
        while coefficients and coefficients[-1] == 0:
            coefficients.pop()
        self.coefficients = tuple(coefficients)

    @property
    def degree(self):
        return len(self.coefficients) - 1

    def __call__(self, x):
        value = 0
        for c in reversed(self.coefficients):
            value = value * x + c
        return value

    @staticmethod
    def _as_polynomial(other):
        return other if isinstance(other, Polynomial) else Polynomial(other)

    def __add__(self, other):
        other = self._as_polynomial(other)
        return Polynomial(*(a + b for a, b in zip_longest(self.coefficients, other.coefficients, fillvalue=0)))

    __radd__ = __add__

    def __neg__(self):
        return Polynomial(*(-c for c in self.coefficients))

    def __sub__(self, other):
        return self + -self._as_polynomial(other)

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        other = self._as_polynomial(other)
        out = [0] * (len(self.coefficients) + len(other.coefficients))
        for i, a in enumerate(self.coefficients):
            for j, b in enumerate(other.coefficients):
                out[i + j] += a * b
        return Polynomial(*out)

    __rmul__ = __mul__

    def __pow__(self, n):
        out = Polynomial(1)
        for _ in range(n):
            out = out * self
        return out

    def __divmod__(self, other):
        if not other.coefficients:
            raise ZeroDivisionError("division by the zero polynomial")
        quotient, rest = Polynomial(), self
        while rest.degree >= other.degree:
            factor = rest.coefficients[-1] / other.coefficients[-1]
            term = Polynomial(*[0] * (rest.degree - other.degree), factor)
            quotient, rest = quotient + term, rest - term * other
        return quotient, rest

    def __floordiv__(self, other):
        return divmod(self, other)[0]

    def __mod__(self, other):
        return divmod(self, other)[1]

    def __eq__(self, other):
        if isinstance(other, (int, float)):
            other = Polynomial(other)
        return isinstance(other, Polynomial) and self.coefficients == other.coefficients

    def __hash__(self):
        return hash(self.coefficients)

    def __bool__(self):
        return bool(self.coefficients)

    def __getitem__(self, power):
        return self.coefficients[power] if power <= self.degree else 0

    def __repr__(self):
        return (
            f"Polynomial{self.coefficients}" if len(self.coefficients) != 1 else f"Polynomial({self.coefficients[0]})"
        )

    def __format__(self, spec):
        return " + ".join(f"{c:{spec}}x^{p}" for p, c in enumerate(self.coefficients))

    def derivative(self):
        return Polynomial(*(p * c for p, c in enumerate(self.coefficients) if p))
