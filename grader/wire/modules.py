"""Layers, containers and losses of torch.nn on the wire: rebuilt from data, never from code."""

# ruff: noqa: SLF001 - parameters, buffers and children of a module are its private dicts

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch import nn

from grader.wire import nodes
from grader.wire.breach import Breach
from grader.wire.hooks import encode_hooks, set_hooks

if TYPE_CHECKING:
    from grader.wire.ports import Decoding, Encoding

__all__ = [
    "ALLOWED_MODULES",
    "bring_up_to_date",
    "decode_module",
    "encode_contents",
    "encode_module",
    "is_crossing_module",
]

_NAMES = """
    Sequential ModuleList ModuleDict ParameterList ParameterDict Identity Flatten Unflatten
    Linear Bilinear Embedding Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d
    BatchNorm1d BatchNorm2d BatchNorm3d InstanceNorm1d InstanceNorm2d InstanceNorm3d LayerNorm GroupNorm RMSNorm
    Dropout Dropout1d Dropout2d Dropout3d AlphaDropout
    MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AvgPool3d AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d
    AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d Upsample ZeroPad2d ConstantPad1d ConstantPad2d PixelShuffle
    ReLU ReLU6 LeakyReLU PReLU ELU SELU CELU GELU SiLU Mish GLU Softplus Softsign Sigmoid LogSigmoid Tanh Tanhshrink
    Hardtanh Hardsigmoid Hardswish Softmax Softmax2d LogSoftmax Softmin Softshrink Hardshrink Threshold
    MSELoss L1Loss SmoothL1Loss HuberLoss CrossEntropyLoss NLLLoss BCELoss BCEWithLogitsLoss KLDivLoss
    GaussianNLLLoss PoissonNLLLoss HingeEmbeddingLoss MarginRankingLoss CosineEmbeddingLoss TripletMarginLoss
    SoftMarginLoss MultiMarginLoss CosineSimilarity PairwiseDistance
""".split()
ALLOWED_MODULES: dict[str, type[nn.Module]] = {name: getattr(nn, name) for name in _NAMES}
"""Class name to class. Nothing here runs code that came with the data."""
_CLASS_NAMES = {cls: name for name, cls in ALLOWED_MODULES.items()}

_CONTENT = ("_parameters", "_buffers", "_modules", "_non_persistent_buffers_set", "training")
_EMPTY_STATE = nn.Module().__dict__
_FURTHER_ATTRIBUTES = {"transposed", "output_padding", "_reversed_padding_repeated_twice"}


def is_crossing_module(value: Any) -> bool:
    """Exactly a class of the allow-list; subclasses are the student's own code."""
    return type(value) in _CLASS_NAMES


def encode_module(encoder: Encoding, value: nn.Module) -> int:
    """The node of a module: class, plain attributes, parameters, buffers and children."""
    state = value.__dict__
    config = {}
    known = _attributes(_CLASS_NAMES[type(value)])
    index = encoder.reserve(value)
    for name, attribute in state.items():
        if name in _CONTENT or name in _EMPTY_STATE:
            continue
        if name in known:
            config[name] = encoder.add(attribute)
    oid, name = encoder.objects.id_of(value), _CLASS_NAMES[type(value)]
    training, parameters, buffers, modules = encode_contents(encoder, value)
    hooks = encode_hooks(encoder, value)
    return encoder.fill(index, nodes.ModuleNode(oid, name, training, config, parameters, buffers, modules, hooks))


def decode_module(decoder: Decoding, index: int, node: nodes.ModuleNode) -> nn.Module:
    """The module with this id, brought up to date, or a new one."""
    cls = ALLOWED_MODULES.get(node.cls)
    if cls is None:
        raise Breach(f"no layer of the allow-list is named {node.cls!r}")
    module = decoder.objects.find(node.oid)
    if module is None:
        module = cls.__new__(cls)
        nn.Module.__init__(module)
        decoder.objects.adopt(node.oid, module)
    elif type(module) is not cls:
        raise Breach("a layer that changed its class in place")
    bring_up_to_date(module, decoder, index, node)
    known = _attributes(node.cls).difference(name for name, _ in node.parameters + node.buffers + node.modules)
    for name, position in node.config.items():
        if name not in known:
            raise Breach(f"{node.cls} has no attribute {name!r}")
        module.__dict__[name] = decoder.value(position)
    return module


class Contents(NamedTuple):
    """What torch keeps of a layer of any class: its mode, parameters, buffers and children."""

    training: bool
    parameters: list[nodes.Slot]
    buffers: list[nodes.Slot]
    modules: list[nodes.Slot]


def encode_contents(encoder: Encoding, module: nn.Module) -> Contents:
    """What a layer holds; a student's own may lack any of it, if its constructor called no other."""
    state = module.__dict__
    return Contents(
        bool(state.get("training", True)),
        _encode_slots(encoder, state.get("_parameters")),
        _encode_slots(encoder, state.get("_buffers")),
        _encode_slots(encoder, state.get("_modules")),
    )


def bring_up_to_date(
    module: nn.Module,
    decoder: Decoding,
    index: int,
    node: nodes.ModuleNode | nodes.Twin | nodes.LentLayer | nodes.LentBack,
) -> None:
    """Have a layer, which stands for this node, hold what the other side's holds.

    A tensor whose id is new takes the place of nothing: the one in its slot becomes it, so that whoever holds that one
    keeps it in step.
    """
    decoder.remember(index, module)
    module.__dict__["training"] = node.training
    for slots, given in ((module._parameters, node.parameters), (module._buffers, node.buffers)):
        for name, position in given:
            _adopt(decoder, slots.get(name), position)
    _refill(module._parameters, decoder, node.parameters, nn.Parameter)
    _refill(module._buffers, decoder, node.buffers, torch.Tensor)
    _refill(module._modules, decoder, node.modules, nn.Module)
    if isinstance(node, nodes.ModuleNode | nodes.Twin):
        set_hooks(module, decoder, node.hooks)


def _encode_slots(encoder: Encoding, slots: dict[str, Any] | None) -> list[nodes.Slot]:
    return [(name, -1 if value is None else encoder.add(value)) for name, value in (slots or {}).items()]


def _adopt(decoder: Decoding, present: torch.Tensor | None, position: int) -> None:
    if present is None or position < 0 or decoder.objects.known_id(present):
        return
    node = decoder.node(position)
    if type(node) is nodes.TensorNode and decoder.objects.find(node.oid) is None:
        kind = nn.Parameter if node.parameter else torch.Tensor
        if type(present) is kind and not decoder.objects.is_own(node.oid):
            decoder.objects.adopt(node.oid, present)


def _refill(slots: dict[str, Any], decoder: Decoding, given: list[nodes.Slot], kind: type) -> None:
    fresh = {}
    for name, position in given:
        value = None if position < 0 else decoder.value(position)
        if value is not None and not isinstance(value, kind):
            raise Breach(f"{name!r} is not of type {kind.__name__}")
        if not name or len(name) > 200 or "." in name:
            raise Breach("a slot without a proper name")
        fresh[name] = value
    slots.clear()
    slots.update(fresh)


@functools.cache
def _attributes(name: str) -> frozenset[str]:
    """The plain attributes that a layer of this class has: what its constructor takes, and what torch lists."""
    cls = ALLOWED_MODULES[name]
    names = {name for name in inspect.signature(cls).parameters if name not in ("args", "kwargs")}
    names |= set(getattr(cls, "__constants__", ()))
    # ModuleList(modules) says nothing of an attribute, and one of that name would hide a method.
    return frozenset(name for name in names | _FURTHER_ATTRIBUTES if not callable(getattr(cls, name, None)))
