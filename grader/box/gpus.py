"""Which GPUs torch can compute on here. Asking initialises CUDA: not for a process that forks."""

from __future__ import annotations

import torch

__all__ = ["name_gpus"]


def name_gpus() -> tuple[str, ...]:
    """The names of the GPUs, in torch's order; empty where there are none."""
    if not torch.cuda.is_available():
        return ()
    return tuple(torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count()))
