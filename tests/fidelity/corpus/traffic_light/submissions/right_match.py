import enum


class Light(enum.Enum):
    RED, GREEN, YELLOW = "red", "green", "yellow"

    def next(self):
        match self:
            case Light.RED:
                return Light.GREEN
            case Light.GREEN:
                return Light.YELLOW
        return Light.RED

    go = property(lambda self: self.value == "green")


Level = enum.IntEnum("Level", {"LOW": 1, "HIGH": 5})


class Sensor(enum.IntFlag):
    NONE, CAR, BUS, WALKER = 0, 1, 2, 4


class BadTransition(ValueError):
    def __init__(self, state, event):
        self.state = state
        self.event = event

    def __str__(self):
        return "no %r in state %s" % (self.event, self.state.name)


class Crossing:
    TABLE = {(light, "timer"): light.next() for light in Light}
    TABLE[Light.GREEN, "emergency"] = Light.RED

    def __init__(self, state=Light.RED):
        self.history = [state]
        self.observers = ()

    @property
    def state(self):
        return self.history[-1]

    def observe(self, function):
        self.observers += (function,)

    def send(self, event):
        before = self.state
        after = self.TABLE.get((before, event))
        if after is None:
            raise BadTransition(before, event)
        self.history.append(after)
        for tell in self.observers:
            tell(before, after)
        return after
