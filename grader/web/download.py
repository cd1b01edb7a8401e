"""An answer that a browser keeps as a file."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

__all__ = ["download"]


def download(data: bytes, name: str, media_type: str = "application/octet-stream") -> Response:
    """The file under this name, whatever characters it has."""
    shown = f"attachment; filename*=utf-8''{quote(name, safe='')}"
    return Response(data, media_type=media_type, headers={"content-disposition": shown})
