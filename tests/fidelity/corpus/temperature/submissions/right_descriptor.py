class Temperature:
    ZERO = -273.15
    made = 0

    def __init__(self, celsius=0.0):
        self._set(celsius)
        self.__class__.made = self.__class__.made + 1

    def _get(self):
        return self.degrees

    def _set(self, value):
        if not value >= self.ZERO:
            raise ValueError("below absolute zero: " + str(value))
        self.degrees = value * 1.0

    def _delete(self):
        self._set(0) if self.ZERO < 0 else None

    celsius = property(_get, _set, _delete, "Degrees Celsius.")
    kelvin = property(lambda self: self.celsius + 273.15)

    @property
    def fahrenheit(self):
        return 32 + 1.8 * self.celsius

    @fahrenheit.setter
    def fahrenheit(self, f):
        self.celsius = (f - 32) / 1.8

    to_fahrenheit = staticmethod(lambda celsius: 1.8 * celsius + 32)

    @classmethod
    def from_fahrenheit(cls, value):
        return cls((value - 32) / 1.8)

    @classmethod
    def parse(cls, text):
        if text.lower().endswith("f"):
            return cls.from_fahrenheit(float(text[:-1]))
        return cls(float(text[:-1]))

    def __float__(self):
        return self.degrees

    def __int__(self):
        return int(self.degrees + 0.5)

    def __round__(self, n=0):
        return self.__class__(round(float(self), n))

    def __str__(self):
        return "%g °C" % self


class BodyTemperature(Temperature):
    def __init__(self, celsius=37.0):
        super().__init__(celsius)

    ZERO = 20.0
    fever = property(lambda self: float(self) >= 38)
