"""How often somebody may ask. A try that is refused counts for nothing, so it never makes the wait longer."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from grader.web.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RATES", "Limits"]

RATES = {
    "address": "6000/minute",  # a whole class behind one address
    "stranger": "600/minute",  # an address, without signing in
    "user": "600/minute",
    "submission": "30/minute",  # a user
    "failed_sign_in": "60/minute",  # an address
    "failed_name": "5/minute",  # a name from an address
    "failed_code": "5/minute",  # a user who types the code of a terminal
    "device": "30/minute",  # an address that begins to sign a terminal in
}
"""What may happen how often, by kind."""


class Limits:
    """Counts in memory, by kind and by whom it is about. Any thread may ask."""

    def __init__(self, rates: Mapping[str, str] = RATES) -> None:
        self._rates: dict[str, RateLimitItem] = {kind: parse(rate) for kind, rate in rates.items()}
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def take(self, kind: str, *who: str) -> None:
        """Count one. Raises `Problem` 429 that says when to try again."""
        rate = self._rates[kind]
        if not self._windows.hit(rate, kind, *who):
            self._refuse(rate, kind, *who)

    def check(self, kind: str, *who: str) -> None:
        """Count nothing. Raises `Problem` 429 where `take` would."""
        rate = self._rates[kind]
        if not self._windows.test(rate, kind, *who):
            self._refuse(rate, kind, *who)

    def _refuse(self, rate: RateLimitItem, *key: str) -> None:
        left = self._windows.get_window_stats(rate, *key).reset_time - time.time()
        seconds = max(1, math.ceil(left))
        raise Problem(429, "too_many", headers={"retry-after": str(seconds)}, seconds=seconds)
