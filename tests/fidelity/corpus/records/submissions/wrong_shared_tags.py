"""Records as dataclasses."""

from dataclasses import dataclass, field


@dataclass
class Item:
    name: str
    price: float
    quantity: int = 0
    tags: list[str] = field(default_factory=lambda _shared=[]: _shared)

    def __post_init__(self):
        if self.price < 0:
            raise ValueError(f"negative price: {self.price}")

    @property
    def total(self):
        return self.price * self.quantity


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0
    label: str = field(default="", compare=False)

    def bump(self):
        return Version(self.major, self.minor + 1)

    @classmethod
    def parse(cls, text):
        major, _, minor = text.partition(".")
        return cls(int(major), int(minor or 0))


@dataclass
class Point:
    x: float
    y: float


@dataclass
class Point3(Point):
    z: float = 0.0

    def __abs__(self):
        return (self.x**2 + self.y**2 + self.z**2) ** 0.5
