"""`jsonschema`, without what makes its import slow beside nbgrader."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["GRAMMAR", "load_jsonschema"]

GRAMMAR = "rfc3987_syntax"
"""Comes with nbgrader, and compiles the grammar of international URLs when it is imported, for a second and more."""


def load_jsonschema() -> ModuleType:
    """The module; no schema of ours has a format, so it needs no grammar of one."""
    if GRAMMAR in sys.modules:
        import jsonschema
    else:
        sys.modules[GRAMMAR] = None  # type: ignore[assignment]  # as if it were not installed, which jsonschema expects
        try:
            import jsonschema
        finally:
            sys.modules.pop(GRAMMAR, None)
    return jsonschema
