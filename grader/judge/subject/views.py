"""`__dict__` of a student's module or class: what stands here, and whatever else the box has under a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["NamesView"]


class NamesView(dict[str, Any]):
    """For those who look where an attribute lies before they replace it, as monkeypatch and mock do."""

    def __init__(self, here: Mapping[str, Any], ask: Callable[[str], Any]) -> None:
        super().__init__(here)
        self._ask = ask

    def get(self, name: str, default: Any = None) -> Any:
        """What is under the name, here or there."""
        try:
            return self[name]
        except KeyError:
            return default

    def __missing__(self, name: str) -> Any:
        try:
            return self._ask(name)
        except (AttributeError, KeyError):
            raise KeyError(name) from None

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (isinstance(name, str) and self.get(name, self) is not self)
