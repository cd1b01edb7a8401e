"""A state machine with enums: identity of members, iteration and lookup of the class, flags, members as attributes and keys."""

import enum

import pytest

import traffic_light
from traffic_light import BadTransition, Crossing, Level, Light, Sensor


@pytest.fixture
def crossing():
    return Crossing()


def test_members():
    assert issubclass(Light, enum.Enum)
    assert [light.name for light in Light] == ["RED", "GREEN", "YELLOW"]
    assert Light("red") is Light.RED
    assert Light["GREEN"].value == "green"
    assert len(Light) == 3
    with pytest.raises(ValueError):
        Light("blue")


def test_members_are_not_their_values():
    assert Light.RED != "red"
    assert isinstance(Light.RED, Light)
    assert Light.RED in {Light.RED, Light.GREEN}
    assert str(Light.RED) == "Light.RED"


@pytest.mark.parametrize("light", list(Light), ids=lambda light: light.name)
def test_three_steps_lead_back(light):
    assert light.next() is not light
    assert light.next().next().next() is light


def test_property():
    assert Light.GREEN.go
    assert not Light.RED.go


def test_levels_are_numbers():
    assert Level.LOW < Level.HIGH
    assert Level.HIGH == 5
    assert Level.LOW + 1 == 2
    assert sorted([Level.HIGH, Level.LOW]) == [Level.LOW, Level.HIGH]


def test_flags():
    both = Sensor.CAR | Sensor.WALKER
    assert Sensor.CAR in both
    assert Sensor.BUS not in both
    assert both & Sensor.CAR == Sensor.CAR
    assert not Sensor.NONE


def test_a_round(crossing):
    assert crossing.state is Light.RED
    assert crossing.send("timer") is Light.GREEN
    crossing.send("timer")
    crossing.send("timer")
    assert crossing.history == [Light.RED, Light.GREEN, Light.YELLOW, Light.RED]


def test_bad_transition(crossing):
    with pytest.raises(BadTransition) as caught:
        crossing.send("emergency")
    assert caught.value.state is Light.RED
    assert caught.value.event == "emergency"
    assert isinstance(caught.value, ValueError)
    assert str(caught.value) == "no 'emergency' in state RED"
    assert crossing.history == [Light.RED]


def test_observers(crossing):
    seen = []
    crossing.observe(lambda old, new: seen.append((old, new)))
    crossing.send("timer")
    crossing.send("emergency")
    assert seen == [(Light.RED, Light.GREEN), (Light.GREEN, Light.RED)]


def test_table():
    assert Crossing.TABLE[Light.RED, "timer"] is Light.GREEN
    assert {state for state, _ in traffic_light.Crossing.TABLE} == set(Light)
