"""A state machine with an enum."""

from enum import Enum, Flag, IntEnum, auto


class Light(Enum):
    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"

    def next(self):
        order = list(Light)
        return order[(order.index(self) + 1) % len(order)]

    @property
    def go(self):
        return self is Light.GREEN


class Level(Enum):
    LOW = 1
    HIGH = 5


class Sensor(Flag):
    NONE = 0
    CAR = auto()
    BUS = auto()
    WALKER = auto()


class BadTransition(ValueError):
    def __init__(self, state, event):
        super().__init__(f"no {event!r} in state {state.name}")
        self.state = state
        self.event = event


class Crossing:
    """A machine of states and events that keeps its history and calls observers."""

    TABLE = {
        (Light.RED, "timer"): Light.GREEN,
        (Light.GREEN, "timer"): Light.YELLOW,
        (Light.YELLOW, "timer"): Light.RED,
        (Light.GREEN, "emergency"): Light.RED,
    }

    def __init__(self, state=Light.RED):
        self.state = state
        self.history = [state]
        self._observers = []

    def observe(self, function):
        self._observers.append(function)

    def send(self, event):
        try:
            new = self.TABLE[self.state, event]
        except KeyError:
            raise BadTransition(self.state, event) from None
        old, self.state = self.state, new
        self.history.append(new)
        for function in self._observers:
            function(old, new)
        return new
