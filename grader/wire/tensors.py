"""Tensors and parameters on the wire: storages, views of them, `requires_grad` and `.grad`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from grader.wire import nodes
from grader.wire.arrays import check_bools
from grader.wire.breach import Breach, CannotCross
from grader.wire.constants import TORCH_DTYPES
from grader.wire.coverage import check_view
from grader.wire.memory import TORCH, StoredMemory
from grader.wire.objects import Objects, Stamp

if TYPE_CHECKING:
    from grader.wire.ports import Decoding, Encoding

__all__ = ["TENSORS", "decode_tensor", "encode_tensor", "is_crossing_tensor", "is_same_tensor"]

_NAMES = {dtype: name for name, dtype in TORCH_DTYPES.items()}


TENSORS = frozenset({torch.Tensor, nn.Parameter})
"""What crosses as a tensor, exactly: a subclass could fake comparisons."""


def is_crossing_tensor(value: Any) -> bool:
    """Is this a tensor or a parameter, and of no subclass?"""
    return type(value) in TENSORS


def is_same_tensor(objects: Objects, value: torch.Tensor) -> bool:
    """Has this tensor crossed, and is what the other side has of it, its gradient included?"""
    oid = objects.known_id(value)
    if not oid or _is_turned(value) or not objects.is_in_step(oid, _stamp(objects, value)):
        return False
    grad = value.grad if value.is_leaf else None
    if grad is None:
        return True
    further = grad.is_leaf and grad.grad is not None  # which may lead in a circle
    return is_crossing_tensor(grad) and not further and is_same_tensor(objects, grad)


def encode_tensor(encoder: Encoding, value: torch.Tensor) -> int:
    """The node of a tensor; its storage is sent once, and its gradient with it."""
    name = _NAMES.get(value.dtype)
    if name is None or value.layout != torch.strided:
        raise CannotCross(f"a tensor of dtype {value.dtype} and layout {value.layout}")
    index, view = encoder.reserve(value), value
    leaf, needs_grad = value.is_leaf, value.requires_grad
    grad, given = -1, value.grad if leaf else None
    if given is not None:  # before anything is noted: it may not cross
        if not is_crossing_tensor(given):
            raise CannotCross(f"a gradient of type {type(given).__name__}")
        grad = encoder.add(given)
    turned = _is_turned(value)
    if turned:
        view = value.detach().resolve_conj().resolve_neg()
    objects = encoder.objects
    owner = view.untyped_storage()
    nbytes, dtype, shape, strides = owner.nbytes(), view.dtype, view.shape, view.stride()
    offset = int(view.storage_offset())
    block, memory = objects.block(TORCH, owner, owner.data_ptr(), nbytes)
    memory.bools = memory.bools or dtype is torch.bool
    if offset == 0 and view.is_contiguous() and view.nbytes == nbytes:
        place = None
    else:
        size = dtype.itemsize
        place = (shape, size, offset * size, [stride * size for stride in strides])
    storage = encoder.add_memory(block, memory, place)
    if needs_grad and not leaf and not objects.known_id(value):
        encoder.computed.append(value)
    own = objects.id_of(value)
    memory.views.add(own)
    if not turned:
        encoder.stamps[own] = _stamp(objects, value)
    parameter, device = type(value) is nn.Parameter, "cpu" if view.is_cpu else str(view.device)
    return encoder.fill(
        index,
        nodes.TensorNode(
            own, storage, name, list(shape), list(strides), offset, needs_grad, leaf, parameter, grad, device
        ),
    )


def decode_tensor(decoder: Decoding, index: int, node: nodes.TensorNode) -> torch.Tensor:
    """The tensor with this id, brought up to date, or a new one."""
    objects = decoder.objects
    memory = decoder.memory(node.storage, TORCH)
    dtype = TORCH_DTYPES.get(node.dtype)
    if dtype is None:
        raise Breach(f"no torch dtype is named {node.dtype!r}")
    if any(stride < 0 for stride in node.strides):
        raise Breach("a tensor whose strides do not fit its shape")
    size = dtype.itemsize
    strides = [stride * size for stride in node.strides]
    decoder.cover(node.storage, memory, check_view(node.shape, size, node.offset * size, strides, memory.nbytes))
    if dtype is torch.bool and not memory.bools:
        check_bools(memory.read())
        memory.bools = True
    known = objects.find(node.oid)
    if known is None:
        tensor = _new(node, _view(memory, dtype, node))
        objects.adopt(node.oid, tensor)
        if node.requires_grad and not node.leaf:
            decoder.computed.append(tensor)
    else:
        if type(known) is not (nn.Parameter if node.parameter else torch.Tensor):
            raise Breach("a tensor that changed its type in place")
        tensor = known
        _update(tensor, memory, dtype, node)
    memory.views.add(node.oid)
    decoder.remember(index, tensor)
    if tensor.is_leaf:
        _set_grad(tensor, None if node.grad < 0 else decoder.value(node.grad))
    objects.stamps[node.oid] = _stamp(objects, tensor)
    decoder.placed(tensor, node.device)
    return tensor


def _is_turned(value: torch.Tensor) -> bool:
    """Does it read other numbers than lie in its memory? Then a copy crosses."""
    return value.is_conj() or value.is_neg()


def _stamp(objects: Objects, value: torch.Tensor) -> Stamp:
    """What a tensor is, beside its bytes."""
    owner = value.untyped_storage()
    leaf = value.is_leaf
    grad = value.grad if leaf else None
    nbytes = owner.nbytes()
    return Stamp(
        objects.block_at(TORCH, owner.data_ptr(), nbytes),
        nbytes,
        value.dtype,
        value.shape,
        value.stride(),
        int(value.storage_offset()),
        (value.requires_grad, leaf, 0 if grad is None else objects.known_id(grad) or -1),
    )


def _view(memory: StoredMemory, dtype: torch.dtype, node: nodes.TensorNode) -> torch.Tensor:
    if 0 in node.shape:
        return torch.empty(node.shape, dtype=dtype, device=memory.owner.device)
    empty = torch.empty(0, dtype=dtype, device=memory.owner.device)
    return empty.set_(memory.owner, node.offset, node.shape, node.strides)


def _new(node: nodes.TensorNode, view: torch.Tensor) -> torch.Tensor:
    if node.requires_grad and not (view.is_floating_point() or view.is_complex()):
        raise Breach("an integer tensor that requires a gradient")
    if node.parameter:
        return nn.Parameter(view, requires_grad=node.requires_grad)
    return view.requires_grad_() if node.requires_grad else view


def _update(tensor: torch.Tensor, memory: StoredMemory, dtype: torch.dtype, node: nodes.TensorNode) -> None:
    shape = tuple(node.shape)
    same_place = (
        tensor.dtype == dtype
        and tensor.shape == shape
        and (
            0 in shape
            or (
                tensor.untyped_storage().data_ptr() == memory.address
                and tensor.storage_offset() == node.offset
                and tensor.stride() == tuple(node.strides)
            )
        )
    )
    if not same_place:
        tensor.data = _view(memory, dtype, node)
    if tensor.is_leaf and tensor.requires_grad != node.requires_grad:
        if node.requires_grad and not (tensor.is_floating_point() or tensor.is_complex()):
            raise Breach("an integer tensor that requires a gradient")
        tensor.requires_grad_(node.requires_grad)


def _set_grad(tensor: torch.Tensor, grad: Any) -> None:
    if grad is tensor.grad:
        return
    if grad is not None and not is_crossing_tensor(grad):
        raise Breach("a gradient that is no tensor")
    try:
        tensor.grad = grad
    except (RuntimeError, TypeError) as error:
        raise Breach(f"a gradient that does not fit: {error}") from error
