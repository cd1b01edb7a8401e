"""Names of libraries that a suite replaces for a while: pytest's monkeypatch and unittest.mock are listened to."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from grader.judge.subject.lendable import library_name
from grader.wire.breach import CannotCross

__all__ = ["Patches"]

_KEPT = {
    "os": """
        chdir close dup environ fsencode fstat ftruncate makedirs memfd_create mkdir open posix_fallocate pread preadv
        pwrite read rmdir stat strerror unlink utime write _exit
    """.split(),
    "threading": ["get_ident"],
}
"""What the box itself needs to answer."""
_CLOSED = frozenset("builtins ctypes functools gc importlib inspect mmap operator sys types weakref".split())
"""Modules that stay as they are, but for the names that `settings` looks at."""
_OPEN = frozenset({"sys:exit"})
_ABSENT = object()
_monkeypatch: Any = pytest.MonkeyPatch
_mock_patch: Any = vars(mock)["_patch"]


class Patches:
    """Which names of libraries were replaced once in this run, and what a box was told of each."""

    def __init__(self) -> None:
        self._own: dict[str, tuple[types.ModuleType, str, Any]] = {}
        self._told: dict[str, Any] = {}
        usual_set, usual_look_up = _monkeypatch.setattr, _mock_patch.get_original
        self._usual = usual_set, usual_look_up

        def setattr_and_tell(patch: Any, *args: Any, **kwargs: Any) -> None:
            __tracebackhide__ = True
            usual_set(patch, *args, **kwargs)
            self._note(*patch._setattr[-1])  # noqa: SLF001 - target, name and what was there

        def look_up_and_tell(patch: Any) -> Any:
            original, local = usual_look_up(patch)
            self._note(patch.target, patch.attribute, original)
            return original, local

        _monkeypatch.setattr, _mock_patch.get_original = setattr_and_tell, look_up_and_tell

    def close(self) -> None:
        """Listen no longer."""
        _monkeypatch.setattr, _mock_patch.get_original = self._usual

    def renew(self) -> None:
        """A new box knows nothing yet."""
        self._told.clear()

    def changes(self, add: Callable[[Any], int]) -> dict[str, int]:
        """Nodes of what is there now, by "module:name", -1 where it is the library's own again; `add` makes them."""
        nodes = {}
        for place, (module, name, own) in self._own.items():
            now = vars(module).get(name, _ABSENT)
            if now is self._told.get(place, own) or now is _ABSENT:
                continue
            try:
                nodes[place] = -1 if now is own else add(now)
            except CannotCross:
                continue
            self._told[place] = now
        return nodes

    def _note(self, target: Any, name: Any, own: Any) -> None:
        library = library_name(target) if type(target) is types.ModuleType and type(name) is str else ""
        place = f"{library}:{name}"
        closed = library.partition(".")[0] in _CLOSED and place not in _OPEN
        if library and not closed and name not in _KEPT.get(library, ()):
            self._own.setdefault(place, (target, name, own))
