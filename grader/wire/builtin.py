"""The exceptions that may cross: all built-in ones but those that end a program or a test run."""

from __future__ import annotations

import builtins

__all__ = ["BUILTIN_ERRORS"]

BUILTIN_ERRORS: dict[str, type[Exception | SystemExit]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and not issubclass(kind, BaseExceptionGroup)
    and kind.__name__ == name
} | {"SystemExit": SystemExit}
"""What a box may raise in the judge: never KeyboardInterrupt, GeneratorExit or a test runner's own outcomes."""
