"""Tensors and parameters on the wire: storages, views of them, `requires_grad` and `.grad`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from grader.wire import nodes
from grader.wire.arrays import check_bools, check_shape
from grader.wire.breach import Breach, CannotCross
from grader.wire.constants import TORCH_DTYPES
from grader.wire.large import Buffer, Part, fill
from grader.wire.mapping import map_part
from grader.wire.objects import StoredMemory

if TYPE_CHECKING:
    from grader.wire.ports import Decoding, Encoding

__all__ = [
    "decode_tensor",
    "encode_tensor",
    "is_crossing_tensor",
    "new_tensor_memory",
    "tensor_memory",
    "write_tensor_memory",
]

_NAMES = {dtype: name for name, dtype in TORCH_DTYPES.items()}


def is_crossing_tensor(value: Any) -> bool:
    """Exactly a tensor or a parameter: a subclass could fake comparisons."""
    return type(value) in (torch.Tensor, nn.Parameter)


def encode_tensor(encoder: Encoding, value: torch.Tensor) -> int:
    """The node of a tensor; its storage is sent once, and its gradient with it."""
    name = _NAMES.get(value.dtype)
    if name is None or value.layout != torch.strided:
        raise CannotCross(f"a tensor of dtype {value.dtype} and layout {value.layout}")
    index = encoder.reserve(value)
    view = value.detach()
    if view.is_conj() or view.is_neg():
        view = view.resolve_conj().resolve_neg()
    block = view.untyped_storage()
    oid, memory = encoder.objects.memory_of(
        StoredMemory(block, block.data_ptr(), block.nbytes(), writeable=True), "torch"
    )
    memory.bools = memory.bools or view.dtype is torch.bool
    size = view.element_size()
    part = (view.shape, size, int(view.storage_offset()) * size, [stride * size for stride in view.stride()])
    storage = encoder.add_memory("torch", oid, memory, tensor_memory(memory), part)
    grad = -1
    if value.is_leaf and value.grad is not None:
        if not is_crossing_tensor(value.grad):
            raise CannotCross(f"a gradient of type {type(value.grad).__name__}")
        grad = encoder.add(value.grad)
    if value.requires_grad and not value.is_leaf and not encoder.objects.known_id(value):
        encoder.computed.append(value)
    own = encoder.objects.id_of(value)
    memory.views.add(own)
    return encoder.fill(
        index,
        nodes.TensorNode(
            own,
            storage,
            name,
            list(view.shape),
            list(view.stride()),
            int(view.storage_offset()),
            value.requires_grad,
            value.is_leaf,
            type(value) is nn.Parameter,
            grad,
            str(value.device),
        ),
    )


def decode_tensor(decoder: Decoding, index: int, node: nodes.TensorNode) -> torch.Tensor:
    """The tensor with this id, brought up to date, or a new one."""
    view = _view(decoder, node)
    kind = nn.Parameter if node.parameter else torch.Tensor
    known = decoder.objects.find(node.oid)
    if known is None:
        tensor = _new(node, view)
        decoder.objects.adopt(node.oid, tensor)
        if node.requires_grad and not node.leaf:
            decoder.computed.append(tensor)
    else:
        if type(known) is not kind:
            raise Breach("a tensor that changed its type in place")
        tensor = known
        _update(tensor, view, requires_grad=node.requires_grad)
    decoder.view_of(node.storage, node.oid)
    decoder.remember(index, tensor)
    if tensor.is_leaf:
        _set_grad(tensor, None if node.grad < 0 else decoder.value(node.grad))
    decoder.placed(tensor, node.device)
    return tensor


def new_tensor_memory(data: memoryview | Part, device: str) -> StoredMemory:
    """A new storage with these bytes on `device`; in a box on the CPU a part of a file is the storage itself."""
    if isinstance(data, Part) and data.file.private and device == "cpu":
        block = torch.frombuffer(map_part(data), dtype=torch.uint8).untyped_storage()
        return StoredMemory(block, block.data_ptr(), len(data), writeable=True)
    block = torch.empty(len(data), dtype=torch.uint8, device=device).untyped_storage()
    memory = StoredMemory(block, block.data_ptr(), len(data), writeable=True)
    write_tensor_memory(memory, data)
    return memory


def tensor_memory(memory: StoredMemory) -> memoryview:
    """The bytes of a storage: in place on the CPU, a copy from a GPU."""
    if not memory.nbytes:
        return memoryview(b"")
    return _bytes(memory).cpu().numpy().data


def write_tensor_memory(memory: StoredMemory, data: Buffer | Part) -> None:
    """Replace the bytes of a storage, wherever it lies."""
    if not memory.nbytes:
        return
    if memory.owner.device.type == "cpu":
        fill(tensor_memory(memory), data)
    else:
        staged = torch.empty(memory.nbytes, dtype=torch.uint8)
        fill(staged.numpy().data, data)
        _bytes(memory).copy_(staged)


def _bytes(memory: StoredMemory) -> torch.Tensor:
    block = memory.owner
    return torch.empty(0, dtype=torch.uint8, device=block.device).set_(block)


def _view(decoder: Decoding, node: nodes.TensorNode) -> torch.Tensor:
    memory = decoder.memory(node.storage, "torch")
    try:
        dtype = TORCH_DTYPES[node.dtype]
    except KeyError:
        raise Breach(f"no torch dtype is named {node.dtype!r}") from None
    shape, strides = tuple(node.shape), tuple(node.strides)
    check_shape(shape, dtype.itemsize)
    if len(strides) != len(shape) or node.offset < 0 or any(stride < 0 for stride in strides):
        raise Breach("a tensor whose strides do not fit its shape")
    empty = 0 in shape
    last = node.offset + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
    if not empty and (last + 1) * dtype.itemsize > memory.nbytes:
        raise Breach("a tensor outside its storage")
    block = memory.owner
    if empty:
        return torch.empty(shape, dtype=dtype, device=block.device)
    size = dtype.itemsize
    decoder.cover(node.storage, memory, (shape, size, node.offset * size, [stride * size for stride in strides]))
    if dtype is torch.bool and not memory.bools:
        check_bools(tensor_memory(memory))
        memory.bools = True
    return torch.empty(0, dtype=dtype, device=block.device).set_(block, node.offset, shape, strides)


def _new(node: nodes.TensorNode, view: torch.Tensor) -> torch.Tensor:
    if node.requires_grad and not (view.is_floating_point() or view.is_complex()):
        raise Breach("an integer tensor that requires a gradient")
    if node.parameter:
        return nn.Parameter(view, requires_grad=node.requires_grad)
    return view.requires_grad_(node.requires_grad)


def _update(tensor: torch.Tensor, view: torch.Tensor, *, requires_grad: bool) -> None:
    same_place = (
        tensor.dtype == view.dtype
        and tensor.untyped_storage().data_ptr() == view.untyped_storage().data_ptr()
        and tensor.storage_offset() == view.storage_offset()
        and tensor.shape == view.shape
        and tensor.stride() == view.stride()
    )
    if not same_place and (view.numel() or view.shape != tensor.shape):
        tensor.data = view
    if tensor.is_leaf and tensor.requires_grad != requires_grad:
        if requires_grad and not (tensor.is_floating_point() or tensor.is_complex()):
            raise Breach("an integer tensor that requires a gradient")
        tensor.requires_grad_(requires_grad)


def _set_grad(tensor: torch.Tensor, grad: Any) -> None:
    if grad is tensor.grad:
        return
    if grad is not None and not is_crossing_tensor(grad):
        raise Breach("a gradient that is no tensor")
    try:
        tensor.grad = grad
    except (RuntimeError, TypeError) as error:
        raise Breach(f"a gradient that does not fit: {error}") from error
