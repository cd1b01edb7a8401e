"""What the judge can have done with an object of the box: the operations of Python's data model, by name."""

from __future__ import annotations

import copy
import importlib
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.box.replaced import Replaced
from grader.wire.gradients import pull_gradients
from grader.wire.signatures import Parameter, parameters_of
from grader.wire.special import META, SPECIAL

__all__ = ["OPERATIONS"]


def _call(target: Any, /, *args: Any, **kwargs: Any) -> Any:
    return target(*args, **kwargs)


def _method(target: Any, name: str, /, *args: Any, **kwargs: Any) -> Any:
    return getattr(target, name)(*args, **kwargs)


def _special(target: Any, name: str, *args: Any) -> Any:
    """A special method, looked up on the type as Python does."""
    if name not in SPECIAL:
        raise AttributeError(name)
    return getattr(type(target), name)(target, *args)


def _meta(target: type, name: str, *args: Any) -> Any:
    """A special method of a class itself."""
    if name not in META:
        raise AttributeError(name)
    return getattr(type(target), name)(target, *args)


def _above(target: type, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """A method as this class has it, whatever the object's own class made of it: what `super()` leads to."""
    return getattr(target, name)(*args, **kwargs)


_replaced = Replaced()
"""By the suite, for as long as this process lives."""


def _set(target: Any, name: str, value: Any) -> None:
    if isinstance(target, type):
        _replaced.put(target, name, value)
    else:
        setattr(target, name, value)


def _restore(target: type, name: str) -> None:
    """Undo a replacement."""
    _replaced.put_back(target, name)


def _original(target: Any, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """A method as the student wrote it, whatever the suite has put in its place."""
    return _replaced.original(type(target), name).__get__(target, type(target))(*args, **kwargs)


def _signature(target: Any) -> list[Parameter]:
    """What it may be called with."""
    found = parameters_of(target)
    if found is None:
        raise AttributeError("__signature__")
    return found


def _get_own(target: type, name: str) -> Any:
    """What stands in the body of this very class."""
    return vars(target)[name]


def _delete(target: Any, name: str) -> None:
    delattr(target, name)


def _module(name: str) -> Any:
    return sys.modules.get(name) or importlib.import_module(name)


def _module_get(_: None, module: str, name: str) -> Any:
    return getattr(_module(module), name)


def _module_set(_: None, module: str, name: str, value: Any) -> None:
    _replaced.put(_module(module), name, value)


def _module_restore(_: None, module: str, name: str) -> None:
    """Put back what the module had under this name before the suite set it."""
    _replaced.put_back(_module(module), name)


def _module_delete(_: None, module: str, name: str) -> None:
    delattr(_module(module), name)


def _reload(_: None, name: str) -> None:
    """Execute a module anew, in the namespace that it has."""
    module = sys.modules[name]
    if module.__spec__ is not None:
        importlib.reload(module)
        return
    assert module.__file__ is not None
    source = Path(module.__file__).read_text(encoding="utf-8")
    exec(compile(source, module.__file__, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - the box's purpose


def _derive(
    _: None, name: str, bases: tuple[type, ...], kinds: dict[str, str], members: dict[str, Any], /, **options: Any
) -> type:
    """A class of the suite's over the student's: its functions are lent by the judge."""
    wrap: dict[str, Callable[[Any], Any]] = {
        "staticmethod": staticmethod,
        "classmethod": classmethod,
        "property": property,
    }
    space = {key: wrap.get(kinds[key], lambda value: value)(value) for key, value in members.items()}
    space["__module__"] = bases[0].__module__
    return types.new_class(name, bases, options, exec_body=lambda body: body.update(space))


def _pull(_: None, *args: Any) -> Any:
    return pull_gradients(*args)


OPERATIONS: dict[str, Callable[..., Any]] = {
    "call": _call,
    "method": _method,
    "original": _original,
    "special": _special,
    "meta": _meta,
    "above": _above,
    "get": getattr,
    "get_own": _get_own,
    "set": _set,
    "signature": _signature,
    "restore": _restore,
    "delete": _delete,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "module_get": _module_get,
    "module_restore": _module_restore,
    "module_set": _module_set,
    "module_delete": _module_delete,
    "pull": _pull,
    "reload": _reload,
    "derive": _derive,
    "sync": lambda _: None,
}
