"""Constants, functions and classes of the module replaced by monkeypatch and mock.patch, undone at the end of the test."""

import time
from unittest import mock

import pytest

import shop_tax


def test_as_it_is():
    assert shop_tax.with_tax(100) == 123.0
    assert shop_tax.RATE == 0.23
    assert shop_tax.total([10, 20]) == 39.9


def test_rate(monkeypatch):
    monkeypatch.setattr(shop_tax, "RATE", 0.5)
    assert shop_tax.with_tax(100) == 150.0
    assert shop_tax.RATE == 0.5


def test_by_name(monkeypatch):
    monkeypatch.setattr("shop_tax.CURRENCY", "USD")
    assert shop_tax.label(1) == "1.23 USD"


def test_undone():
    assert shop_tax.label(100) == "123.00 EUR"
    assert shop_tax.with_tax(0) == 0


def test_dictionary(monkeypatch):
    monkeypatch.setitem(shop_tax.SHIPPING, "FR", 7.0)
    assert shop_tax.total([], "FR") == 7.0
    monkeypatch.delitem(shop_tax.SHIPPING, "PT")
    with pytest.raises(KeyError):
        shop_tax.total([1])


def test_function(monkeypatch):
    with pytest.raises(ConnectionError):
        shop_tax.foreign_total([10], "ES")
    asked = []

    def fake(country):
        asked.append(country)
        return 0.1

    monkeypatch.setattr(shop_tax, "fetch_rate", fake)
    assert shop_tax.foreign_total([10, 20], "ES") == 33.0
    assert asked == ["ES"]


def test_mock():
    with mock.patch("shop_tax.fetch_rate", return_value=1.0) as fake:
        assert shop_tax.foreign_total([5], country="FR") == 10.0
    fake.assert_called_once_with("FR")


@mock.patch.object(shop_tax, "with_tax", side_effect=lambda price: price + 1)
def test_a_function_used_by_another(fake):
    assert shop_tax.total([1, 2]) == 8.0
    assert fake.call_count == 2


def test_time(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1234.4)
    assert shop_tax.stamp(100) == "123.00 EUR at 1234"


def test_class_attribute(monkeypatch):
    assert not shop_tax.Till.is_open(8)
    monkeypatch.setattr(shop_tax.Till, "opening", 7)
    assert shop_tax.Till.is_open(8)


def test_method(monkeypatch):
    till = shop_tax.Till()
    monkeypatch.setattr(till, "receipt", lambda: "nothing")
    assert till.sell(10) == "nothing"
    assert till.sold == [12.3]


def test_method_of_all(monkeypatch):
    monkeypatch.setattr(shop_tax.Till, "receipt", lambda self: f"{len(self.sold)} sold")
    assert shop_tax.Till().sell(1) == "1 sold"


def test_spies(monkeypatch):
    seen = []
    usual = shop_tax.with_tax, shop_tax.Till.receipt
    monkeypatch.setattr(shop_tax, "with_tax", lambda price: (seen.append(price), usual[0](price))[1])
    monkeypatch.setattr(shop_tax.Till, "receipt", lambda self: usual[1](self) + "!")
    till = shop_tax.Till()
    assert till.sell(100) == "1 items, 123.00 EUR!"
    assert seen == [100]
    sell = till.sell
    monkeypatch.setattr(till, "sell", lambda price: sell(2 * price))
    assert till.sell(100) == "2 items, 369.00 EUR!"


def test_wrapped_by_a_mock():
    till = shop_tax.Till()
    with mock.patch.object(till, "receipt", wraps=till.receipt) as receipt:
        assert till.sell(10) == "1 items, 12.30 EUR"
    receipt.assert_called_once_with()
    with mock.patch.object(shop_tax.Till, "receipt", autospec=True, side_effect=shop_tax.Till.receipt) as receipt:
        assert till.sell(10) == "2 items, 24.60 EUR"
    assert receipt.call_count == 1
    assert till.receipt() == "2 items, 24.60 EUR"


def test_nothing_is_left():
    till = shop_tax.Till()
    assert till.sell(100) == "1 items, 123.00 EUR"
    assert "FR" not in shop_tax.SHIPPING
    assert not till.is_open(8)
