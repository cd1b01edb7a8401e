"""Hooks that the suite has set on a layer: lent to the box, which calls them where the layer runs there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.wire.breach import CannotCross

if TYPE_CHECKING:
    from torch import nn

    from grader.wire.nodes import Hook
    from grader.wire.ports import Decoding, Encoding

__all__ = ["encode_hooks", "set_hooks"]

_SLOTS = ("_forward_pre_hooks", "_forward_hooks", "_backward_pre_hooks", "_backward_hooks")
_WITH_KEYWORDS = {
    "_forward_pre_hooks": "_forward_pre_hooks_with_kwargs",
    "_forward_hooks": "_forward_hooks_with_kwargs",
}
_OTHERS = (
    "_state_dict_hooks",
    "_state_dict_pre_hooks",
    "_load_state_dict_pre_hooks",
    "_load_state_dict_post_hooks",
)
_ALL = _SLOTS + _OTHERS


def encode_hooks(encoder: Encoding, module: nn.Module) -> list[Hook]:
    """The judge's hooks on a layer; those that student code sets stay in the box. Raises `CannotCross` for others."""
    state = module.__dict__
    if encoder.objects.is_box or not any(map(state.get, _ALL)):
        return []
    if any(state[name] for name in _OTHERS):
        raise CannotCross(f"a {type(module).__name__} with hooks on its state_dict")
    return [
        (slot, key, encoder.add(hook), key in state.get(_WITH_KEYWORDS.get(slot, ""), ()))
        for slot in _SLOTS
        for key, hook in state[slot].items()
    ]


def set_hooks(module: nn.Module, decoder: Decoding, hooks: list[Hook]) -> None:
    """Have the judge's hooks on a layer of the box, beside those that student code has set there."""
    state: dict[str, Any] = module.__dict__
    if not decoder.objects.is_box or not (hooks or any(map(state.get, _SLOTS))):
        return
    for slot in _SLOTS:
        given = {-1 - key: (index, keywords) for name, key, index, keywords in hooks if name == slot}
        for key in [key for key in state[slot] if key < 0 and key not in given]:
            del state[slot][key]
            state.get(_WITH_KEYWORDS.get(slot, ""), {}).pop(key, None)
        for key, (index, keywords) in given.items():
            state[slot][key] = decoder.value(index)
            if keywords:
                state[_WITH_KEYWORDS[slot]][key] = True
    if state["_backward_hooks"]:
        state["_is_full_backward_hook"] = True
