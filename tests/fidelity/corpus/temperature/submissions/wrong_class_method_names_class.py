"""Properties, class methods, static methods, class attributes."""


class Temperature:
    ZERO = -273.15
    made = 0

    def __init__(self, celsius=0.0):
        self.celsius = celsius
        type(self).made += 1

    @property
    def celsius(self):
        """Degrees Celsius."""
        return self._celsius

    @celsius.setter
    def celsius(self, value):
        if value < self.ZERO:
            raise ValueError(f"{value} is below absolute zero")
        self._celsius = float(value)

    @property
    def fahrenheit(self):
        return self.to_fahrenheit(self.celsius)

    @fahrenheit.setter
    def fahrenheit(self, value):
        self.celsius = (value - 32) * 5 / 9

    @property
    def kelvin(self):
        return self.celsius - self.ZERO

    @celsius.deleter
    def celsius(self):
        self._celsius = 0.0

    @staticmethod
    def to_fahrenheit(celsius):
        return celsius * 9 / 5 + 32

    @staticmethod
    def from_fahrenheit(value):
        return Temperature((value - 32) * 5 / 9)

    @classmethod
    def parse(cls, text):
        number, unit = float(text[:-1]), text[-1].upper()
        return {"C": cls, "F": cls.from_fahrenheit}[unit](number)

    def __float__(self):
        return self.celsius

    def __int__(self):
        return round(self.celsius)

    def __round__(self, digits=0):
        return type(self)(round(self.celsius, digits))

    def __str__(self):
        return f"{self.celsius:g} °C"


class BodyTemperature(Temperature):
    ZERO = 20.0

    @property
    def fever(self):
        return self.celsius >= 38
