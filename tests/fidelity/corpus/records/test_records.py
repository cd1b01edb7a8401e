"""Dataclasses: fields, replace, asdict, equality, order, hashing, frozen ones, inheritance."""

import dataclasses
from dataclasses import FrozenInstanceError, asdict, astuple, fields, is_dataclass, replace

import pytest

from records import Item, Point, Point3, Version


def test_defaults():
    item = Item("pen", 1.5)
    assert (item.name, item.price, item.quantity, item.tags) == ("pen", 1.5, 0, [])
    assert item.total == 0


def test_repr_and_equality():
    assert repr(Item("pen", 1.5, 2)) == "Item(name='pen', price=1.5, quantity=2, tags=[])"
    assert Item("pen", 1.5) == Item(price=1.5, name="pen")
    assert Item("pen", 1.5) != Item("pen", 1.6)
    assert Item("pen", 1.5) != ("pen", 1.5, 0, [])


def test_lists_are_not_shared():
    first, second = Item("a", 1), Item("b", 2)
    first.tags.append("new")
    assert first.tags == ["new"]
    assert second.tags == []


def test_fields():
    assert is_dataclass(Item)
    assert [f.name for f in fields(Item)] == ["name", "price", "quantity", "tags"]
    assert {f.name for f in dataclasses.fields(Point3(1, 2))} == {"x", "y", "z"}


def test_attributes_change():
    item = Item("pen", 2.0, 3)
    assert item.total == 6.0
    item.quantity = 5
    item.price *= 2
    assert item.total == 20.0


def test_as_dictionary():
    assert asdict(Item("pen", 2.0, 3, ["x"])) == {"name": "pen", "price": 2.0, "quantity": 3, "tags": ["x"]}
    assert astuple(Point3(1.0, 2.0)) == (1.0, 2.0, 0.0)
    x, y = astuple(Point(3, 4))
    assert (x, y) == (3, 4)


def test_bad_price():
    with pytest.raises(ValueError, match=r"negative price: -1"):
        Item("pen", -1)
    with pytest.raises(TypeError):
        Item("pen")


def test_frozen():
    version = Version(1, 2)
    with pytest.raises(FrozenInstanceError):
        version.major = 2
    assert replace(version, minor=7) == Version(1, 7)
    assert len({Version(1, 2), Version(1, 2), Version(2)}) == 2


def test_order():
    assert Version(1, 9) < Version(2) <= Version.parse("2.0")
    assert sorted([Version(2), Version(1, 5), Version.parse("1")]) == [Version(1), Version(1, 5), Version(2)]
    assert max(Version(1), Version(1).bump()).minor == 1
    assert Version(1, 0, "a") == Version(1, 0, "b")


def test_inheritance():
    point = Point3(2.0, 3.0, 6.0)
    assert isinstance(point, Point)
    assert abs(point) == 7.0
    assert point != Point(2.0, 3.0)
