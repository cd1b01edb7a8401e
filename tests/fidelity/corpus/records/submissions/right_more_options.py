import dataclasses


@dataclasses.dataclass()
class Item:
    name: str
    price: float
    quantity: int = 0
    tags: list = dataclasses.field(default_factory=lambda: [])

    def __post_init__(self):
        if not self.price >= 0:
            raise ValueError("a negative price: " + str(self.price))

    def total(self):
        return self.quantity * self.price

    total = property(total)


@dataclasses.dataclass(order=True, frozen=True, slots=True)
class Version:
    major: int
    minor: int = 0
    label: str = dataclasses.field(default="", compare=False, repr=False)

    @staticmethod
    def parse(text):
        numbers = [int(part) for part in text.split(".")]
        return Version(*numbers)

    def bump(self):
        return dataclasses.replace(self, minor=self.minor + 1)


@dataclasses.dataclass
class Point:
    x: float
    y: float


@dataclasses.dataclass
class Point3(Point):
    z: float = 0.0

    def __abs__(self):
        return sum(v * v for v in dataclasses.astuple(self)) ** 0.5
