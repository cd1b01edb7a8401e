"""How much may cross the boundary at once. A frame or value above a cap is a breach, whatever it holds."""

from __future__ import annotations

__all__ = [
    "MAX_DEPTH",
    "MAX_EXPANDED",
    "MAX_HEADER",
    "MAX_INT_BYTES",
    "MAX_NODES",
    "MAX_PAYLOAD",
    "MAX_TEXT",
    "MAX_VIEW_BYTES",
]

MAX_HEADER = 8 << 20
"""Bytes of one frame's header, which holds every value but the raw buffers."""
MAX_PAYLOAD = 512 << 20
"""Bytes of all raw buffers of one frame."""
MAX_NODES = 250_000
"""Nodes in one value graph."""
MAX_EXPANDED = 1_000_000
"""Elements of a value when shared parts are counted each time: bounds what printing or comparing it can cost."""
MAX_DEPTH = 60
"""Nesting of containers; well below Python's recursion limit, so that `==` and `repr` cannot exhaust the stack."""
MAX_TEXT = 4 << 20
"""Characters of one string, bytes of one byte string."""
MAX_INT_BYTES = 512
"""Bytes of one integer: 4096 bits, which stays below Python's limit for decimal conversion (4300 digits)."""
MAX_VIEW_BYTES = 512 << 20
"""Bytes of one array or tensor were it contiguous: a stride of 0 must not hide a giant."""
