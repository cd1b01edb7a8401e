"""A zip whose bytes depend on its content only: the same from the same files, on any machine and day."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["write_archive"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip can name."""
_UNIX = 3
_FILE = 0o100644


def write_archive(top: str, files: Mapping[str, bytes]) -> bytes:
    """The files, by their path, below one folder `top`.

    Sorted, of one time and mode, and stored as they are: what a compressor makes of them depends on its version.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{path}", _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _FILE << 16
            archive.writestr(entry, files[path])
    return stream.getvalue()
