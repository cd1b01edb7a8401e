"""Polynomials with `__call__`, divmod, hash, format, bool and arithmetic with numbers; called on NumPy arrays and given to the suite's functions."""

import numpy as np
import pytest

from polynomial import Polynomial


@pytest.fixture
def p():
    return Polynomial(1, 2, 3)  # 1 + 2x + 3x²


def test_call(p):
    assert p(0) == 1
    assert p(2) == 17
    assert p(-1.5) == pytest.approx(4.75)
    assert Polynomial()(7) == 0


def test_call_on_arrays(p):
    x = np.array([0.0, 1.0, 2.0])
    np.testing.assert_allclose(p(x), [1.0, 6.0, 17.0])
    np.testing.assert_array_equal(x, [0.0, 1.0, 2.0])


def test_used_as_a_function(p):
    assert list(map(p, range(3))) == [1, 6, 17]
    assert max([-2, 0, 1], key=p) == -2
    assert callable(p)


def test_degree_and_zeros(p):
    assert p.degree == 2
    assert Polynomial(1, 0, 0).degree == 0
    assert Polynomial(0).coefficients == ()
    assert not Polynomial(0, 0)
    assert p


def test_arithmetic(p):
    q = Polynomial(0, 1)
    assert p + q == Polynomial(1, 3, 3)
    assert p - p == 0
    assert p * q == Polynomial(0, 1, 2, 3)
    assert q**3 == Polynomial(0, 0, 0, 1)
    assert 2 * p == p * 2 == p + p
    assert 1 + q == Polynomial(1, 1)
    assert 1 - q == Polynomial(1, -1)
    assert sum([p, p, q]) == Polynomial(2, 5, 6)


def test_operators_in_place(p):
    before = p
    p += 1
    assert p == Polynomial(2, 2, 3)
    assert before == Polynomial(1, 2, 3)


def test_division(p):
    q, r = divmod(Polynomial(-1, 0, 0, 1), Polynomial(-1, 1))
    assert q == Polynomial(1, 1, 1)
    assert r == 0
    assert p // Polynomial(0, 1) == Polynomial(2, 3)
    assert p % Polynomial(0, 1) == 1
    with pytest.raises(ZeroDivisionError, match="zero polynomial"):
        p // Polynomial()


def test_hash(p):
    assert hash(p) == hash(Polynomial(1, 2, 3, 0))
    assert {p: "p"}[Polynomial(1, 2, 3)] == "p"
    assert len({p, Polynomial(1, 2, 3), Polynomial(1)}) == 2


def test_text(p):
    assert repr(p) == "Polynomial(1, 2, 3)"
    assert f"{p:.1f}" == "1.0x^0 + 2.0x^1 + 3.0x^2"
    assert eval(repr(p)) == p


def test_items_and_derivative(p):
    assert [p[i] for i in range(4)] == [1, 2, 3, 0]
    assert p.derivative() == Polynomial(2, 6)
    assert p.derivative().derivative().derivative() == Polynomial()
