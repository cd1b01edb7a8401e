"""Our own style sheets, scripts and fonts: what is asked for by its hash never changes."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.staticfiles import StaticFiles as _StaticFiles

if TYPE_CHECKING:
    from os import PathLike, stat_result

    from starlette.responses import Response
    from starlette.types import Scope

__all__ = ["StaticFiles"]


class StaticFiles(_StaticFiles):
    """What lies in grader/web/static."""

    def __init__(self) -> None:
        super().__init__(directory=str(files("grader.web").joinpath("static")))

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, *args: Any
    ) -> Response:
        """As its base does it; kept for a year where the address names the content."""
        response = super().file_response(full_path, stat_result, scope, *args)
        named = b"v=" in scope.get("query_string", b"")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if named else "no-cache"
        return response
