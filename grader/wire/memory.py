"""A block of memory that arrays or tensors of one side view: its bytes as they are, and new ones in their place."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import torch

from grader.wire.breach import Breach
from grader.wire.large import LARGE, Buffer, Part, fill
from grader.wire.mapping import map_part

__all__ = ["NUMPY", "TORCH", "StoredMemory", "make_memory"]

NUMPY, TORCH = "numpy", "torch"


class StoredMemory:
    """One block, of a NumPy array or a torch storage, which `owner` keeps alive.

    `address` is where byte 0 lies on the host (a GPU's blocks have one of their own); `writeable` says whether a view
    may be written, and `bools` whether one is of bools, so that every byte must be 0 or 1. `whole` says that all of it
    crosses; else the bytes that do are 255 in `lent`, and None does. `views` are the ids of the arrays or tensors over
    it.
    """

    __slots__ = ("address", "bools", "kind", "lent", "nbytes", "owner", "views", "whole", "writeable")

    def __init__(self, kind: str, owner: Any, address: int, nbytes: int, *, writeable: bool = True) -> None:
        self.kind = kind
        self.owner = owner
        self.address = address
        self.nbytes = nbytes
        self.writeable = writeable
        self.bools = False
        self.whole = False
        self.lent: bytearray | None = None
        self.views: set[int] = set()

    def read(self) -> Buffer:
        """The bytes: a copy of a small block or one on a GPU, a large one in place."""
        if not self.nbytes:
            return b""
        if not self._is_on_host():
            copied: memoryview = self._as_tensor().cpu().numpy().data
            return copied
        return ctypes.string_at(self.address, self.nbytes) if self.nbytes < LARGE else self._in_place()

    def write(self, data: Buffer | Part) -> None:
        """Replace the bytes by as many others. Raises `Breach` if those are not there."""
        if not self.nbytes:
            return
        if not self._is_on_host():
            staged = torch.empty(self.nbytes, dtype=torch.uint8)
            fill(staged.numpy().data, data)
            self._as_tensor().copy_(staged)
        elif type(data) is bytes and len(data) == self.nbytes:
            ctypes.memmove(self.address, data, self.nbytes)
        else:
            fill(self._in_place(), data)

    def flat(self) -> np.ndarray[Any, Any]:
        """A block of NumPy's as bytes, wherever that can be as a view of its owner, so that views share one root."""
        root = self.owner
        if root.flags.c_contiguous or root.flags.f_contiguous:
            bytes_: np.ndarray[Any, Any] = root.reshape(-1, order="A").view(np.uint8)
            return bytes_
        return np.frombuffer(self._in_place(), np.uint8)

    def _is_on_host(self) -> bool:
        if self.kind == NUMPY:
            return True
        if self.owner.data_ptr() != self.address or self.owner.nbytes() != self.nbytes:
            raise Breach("memory that lies elsewhere by now")
        return self.owner.device.type == "cpu"  # type: ignore[no-any-return]

    def _in_place(self) -> memoryview:
        return memoryview((ctypes.c_ubyte * self.nbytes).from_address(self.address)).cast("B")

    def _as_tensor(self) -> torch.Tensor:
        return torch.empty(0, dtype=torch.uint8, device=self.owner.device).set_(self.owner)


def make_memory(kind: str, data: Buffer | Part, device: str) -> StoredMemory:
    """A new block with these bytes, a torch one on `device`. In a box a part of a file is the block itself."""
    part = data if isinstance(data, Part) and data.file.private and (kind == NUMPY or device == "cpu") else None
    size = len(data)
    if kind == NUMPY:
        array = np.empty(size, np.uint8) if part is None else np.frombuffer(memoryview(map_part(part)), np.uint8)
        memory = StoredMemory(kind, array, array.__array_interface__["data"][0] if size else 0, size)
    else:
        tensor = (
            torch.empty(size, dtype=torch.uint8, device=device)
            if part is None
            else torch.frombuffer(map_part(part), dtype=torch.uint8)
        )
        block = tensor.untyped_storage()
        memory = StoredMemory(kind, block, block.data_ptr(), size)
    if part is None:
        memory.write(data)
    return memory
