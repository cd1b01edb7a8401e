import pytest
from shapes_kit import Circle, Rectangle, Square


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes its time")


@pytest.fixture(scope="session")
def shapes():
    return [Square(2), Circle(1), Rectangle(1, 2)]
