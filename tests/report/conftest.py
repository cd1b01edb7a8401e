"""Golden files: compared byte by byte, rewritten by `pytest tests/report --update-golden` and read in review."""

from __future__ import annotations

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden reports instead of comparing")


@pytest.fixture
def golden(request):
    """Compare text with `tests/report/golden/<name>`, or write it there."""
    update = request.config.getoption("--update-golden", default=False)

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{name} is missing: run `pytest tests/report --update-golden` and read it"
        assert text == path.read_text(encoding="utf-8")

    return check
