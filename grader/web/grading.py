"""Who grades: as many threads as there are cores, each taking what has waited longest, of whichever course."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from grader.errors import UserError
from grader.host.cores import count_cores
from grader.web.metrics import GRADED, WAITING
from grader.web.verdicts import Verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.host.host import Host
    from grader.store.rows import Received
    from grader.web.events import Bus

__all__ = ["Graders"]

_POLL_S = 2.0
"""Others may put something into the store, and graders of other processes may die."""
_LATER_S = 60.0
"""When what can't be graded now is tried again: for want of a GPU, or of its exercise."""
_log = logging.getLogger("grader.web")


class Graders:
    """Threads that grade what waits in the store. The hosts and their engines are the caller's to close."""

    def __init__(
        self,
        hosts: Mapping[str, Host],
        bus: Bus,
        *,
        workers: int | None = None,
        on_graded: Callable[[], None] = lambda: None,
    ) -> None:
        self._hosts = hosts
        self._bus = bus
        self._on_graded = on_graded
        self._verdicts = Verdicts()
        self._taking = threading.Lock()
        self._changed = threading.Condition()
        self._news = 0
        self._stopping = False
        self._later: dict[int, float] = {}
        count = workers or count_cores()
        self._threads = [threading.Thread(target=self._work, name=f"grader-{n}", daemon=True) for n in range(count)]

    def start(self) -> None:
        """Begin, with what an earlier server left behind."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Something new waits."""
        with self._changed:
            self._news += 1
            self._changed.notify()

    @property
    def alive(self) -> bool:
        """Do all of them work?"""
        return all(thread.is_alive() for thread in self._threads)

    def stop(self, grace_s: float) -> bool:
        """Take nothing more. False: some was not finished after `grace_s`; ending the engines hands it back."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        until = time.monotonic() + grace_s
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def waiting(self) -> list[tuple[int, str]]:
        """Submissions that wait, with their courses, in the order in which they are taken."""
        return sorted((number, course) for course, host in self._hosts.items() for number in host.waiting())

    def positions(self) -> dict[int, int]:
        """Where each submission that waits stands: how many are graded before it, and itself."""
        return {number: position for position, (number, _) in enumerate(self.waiting(), 1)}

    def _work(self) -> None:
        while not self._stopping:
            news = self._news
            try:
                taken = self._take()
                if taken is not None:
                    self._grade(*taken)
                    continue
            except Exception:  # noqa: BLE001 - a thread must outlive whatever one submission does
                _log.exception("grading failed")
            with self._changed:
                if news == self._news and not self._stopping:
                    self._changed.wait(_POLL_S)

    def _take(self) -> tuple[Host, Received] | None:
        """The oldest that can be had."""
        with self._taking:
            order = self.waiting()
            now = time.monotonic()
            for number, course in order:
                if self._later.get(number, 0.0) > now:
                    continue
                try:
                    received = self._hosts[course].take(number)
                except UserError as error:  # its exercise is gone
                    self._put_off(number, error)
                    continue
                if received is not None and received.lease is not None:
                    self._bus.begin(number, received.lease.token)
                    self._tell_others([other for other in order if other[0] != number])
                    return self._hosts[course], received
            return None

    def _grade(self, host: Host, received: Received) -> None:
        row, number = received.row, received.row.id
        watch = self._verdicts.watch(host, row, lambda data: self._bus.test(number, data))
        try:
            report = host.grade(received, on_test=watch)
        except UserError as error:
            self._put_off(number, error)
            return
        except Exception:
            if not self._stopping:
                self._later[number] = time.monotonic() + _LATER_S
                raise
            return
        self._later.pop(number, None)
        self._verdicts.learn(row, report)
        GRADED.labels(host.course.id, report.status).inc()
        self._on_graded()
        self._bus.done(number, {"state": report.status, "score": report.score, "max_score": report.max_score})

    def _put_off(self, number: int, error: UserError) -> None:
        _log.warning("submission #%s waits: %s", number, type(error).__name__)
        self._later[number] = time.monotonic() + _LATER_S
        self._bus.put_back(number, 1)

    def _tell_others(self, order: list[tuple[int, str]]) -> None:
        self._bus.move(number for number, _ in order)
        for course in self._hosts:
            WAITING.labels(course).set(sum(one == course for _, one in order))
