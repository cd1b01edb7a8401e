"""Properties with setters and deleters, class and static methods, class attributes, `float`, `int`, `round`, inheritance."""

import pytest

from temperature import BodyTemperature, Temperature


def test_celsius():
    t = Temperature(20)
    assert t.celsius == 20.0
    t.celsius = 25
    assert t.celsius == 25.0
    assert isinstance(t.celsius, float)


def test_below_zero():
    with pytest.raises(ValueError, match="absolute zero"):
        Temperature(-300)
    t = Temperature(5)
    with pytest.raises(ValueError):
        t.celsius = -274
    assert t.celsius == 5.0


def test_fahrenheit():
    t = Temperature(100)
    assert t.fahrenheit == 212.0
    t.fahrenheit = 32
    assert t.celsius == pytest.approx(0.0)


def test_kelvin_is_read_only():
    t = Temperature(0)
    assert t.kelvin == 273.15
    with pytest.raises(AttributeError):
        t.kelvin = 3


def test_deleter():
    t = Temperature(9)
    del t.celsius
    assert t.celsius == 0.0


def test_static_and_class_methods():
    assert Temperature.to_fahrenheit(10) == 50.0
    assert Temperature(1).to_fahrenheit(10) == 50.0
    t = Temperature.from_fahrenheit(50)
    assert type(t) is Temperature
    assert t.celsius == pytest.approx(10.0)


@pytest.mark.parametrize(("text", "celsius"), [("20C", 20.0), ("-4f", -20.0), ("0.5c", 0.5)])
def test_parse(text, celsius):
    assert Temperature.parse(text).celsius == pytest.approx(celsius)


def test_subclass():
    t = BodyTemperature.from_fahrenheit(104)
    assert isinstance(t, BodyTemperature)
    assert isinstance(t, Temperature)
    assert t.fever
    assert issubclass(BodyTemperature, Temperature)
    with pytest.raises(ValueError):
        BodyTemperature(10)


def test_class_attribute_counts():
    before = Temperature.made
    Temperature(), Temperature(1)
    assert Temperature.made == before + 2
    assert Temperature.ZERO == -273.15
    assert BodyTemperature.ZERO == 20.0


def test_conversions():
    t = Temperature(36.66)
    assert float(t) == 36.66
    assert int(t) == 37
    assert round(t, 1).celsius == 36.7
    assert str(t) == "36.66 °C"
    assert f"{Temperature(3)}" == "3 °C"


def test_documentation():
    assert Temperature.celsius.__doc__ == "Degrees Celsius."
    assert isinstance(Temperature.celsius, property)
    assert hasattr(Temperature, "parse")
    assert not hasattr(Temperature, "rankine")


def test_no_attribute():
    with pytest.raises(AttributeError, match="rankine"):
        Temperature().rankine
