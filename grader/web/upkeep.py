"""What a server does by itself now and then: it forgets what a course keeps no longer, and who was erased before."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Self

from grader.host.privacy import apply_erasures, apply_retention

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.host.host import Host

__all__ = ["Upkeep"]

_EVERY_S = 6 * 3600.0
_log = logging.getLogger("grader.web")


class Upkeep:
    """A thread from `start` to `close`. Before it begins, whoever a restored backup brought back is erased again."""

    def __init__(self, hosts: Mapping[str, Host], data: Path) -> None:
        self._hosts = hosts
        self._data = data
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def start(self) -> None:
        """Erase, then begin."""
        host = next(iter(self._hosts.values()))
        apply_erasures(host.store, self._data, host.now())
        self._thread.start()

    def close(self) -> None:
        """End after what is being done."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        while True:
            for host in self._hosts.values():
                try:
                    apply_retention(host, self._data)
                except Exception:  # noqa: BLE001 - it is tried again, and the others have their turn
                    _log.exception("retention failed")
            if self._ended.wait(_EVERY_S):
                return
