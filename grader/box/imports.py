"""What the student's own code may import: a policy of the course, told in one sentence when it is broken.

It is no wall: `importlib.import_module` goes around it, and the box itself keeps in whatever is imported that way.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["guard_imports"]

_ALWAYS = ("matplotlib", "numpy", "torch")
_PARTS = ("functorch", "mpl_toolkits", "pylab")
"""Top-level names that come with those."""


def guard_imports(module: str, folder: str, files: Iterable[str], packages: Sequence[str]) -> None:
    """From now on an absolute import by the student's code raises `ImportError` if the course does not offer the name.

    Student code is the module called `module` and whatever was loaded from `folder`; it may import the submission's
    own `files` (paths in `folder`), the standard library, torch, numpy, matplotlib and `packages`. What libraries
    import among themselves is left alone.
    """
    own = {path.partition("/")[0].removesuffix(".py") for path in files}
    offered = frozenset(sys.stdlib_module_names) | {*_ALWAYS, *_PARTS, *packages, *own, module}
    names = ["the standard library", *dict.fromkeys((*_ALWAYS, *packages))]
    offer = f"{', '.join(names[:-1])} and {names[-1]}"
    unguarded = builtins.__import__

    def is_students(namespace: Mapping[str, object]) -> bool:
        file = namespace.get("__file__")
        return namespace.get("__name__") == module or (isinstance(file, str) and file.startswith(f"{folder}/"))

    def guarded(
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002 - the names that __import__ has
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        # A library in C imports in the name of whoever called it; of all imports only these come with a list.
        by_statement = level == 0 and not isinstance(fromlist, list)
        top = name.partition(".")[0]
        if by_statement and top not in offered and globals is not None and is_students(globals):
            raise ImportError(f"This course does not offer {top}; student code may import {offer}.", name=top)
        return unguarded(name, globals, locals, fromlist or (), level)

    builtins.__import__ = guarded
