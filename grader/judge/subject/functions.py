"""The handle of a function: with its name, text, signature and what its code object tells of arguments."""

from __future__ import annotations

import types

from grader.judge.subject.handles import REF, HeldCallable, Ref
from grader.wire import nodes
from grader.wire.signatures import make_signature

__all__ = ["make_function"]


def make_function(ref: Ref, node: nodes.HeldFunction) -> HeldCallable:
    """The handle of a function, with its name, text and signature."""
    function = HeldCallable.__new__(HeldCallable)
    put = object.__setattr__
    put(function, REF, ref)
    put(function, "__name__", node.name)
    put(function, "__qualname__", node.qualname)
    put(function, "__doc__", node.doc)
    put(function, "_grader_wraps", node.wraps)
    put(function, "__module__", ref.root[0] if ref.root else "")
    signature = None if node.parameters is None else make_signature(node.parameters)
    if signature is not None:
        put(function, "__signature__", signature)
        put(function, "__code__", _make_code(node, ref.asking.shown_file(node.file)))
        defaults = [one for one in signature.parameters.values() if one.default is not one.empty]
        named = {one.name: one.default for one in defaults if one.kind is one.KEYWORD_ONLY}
        put(function, "__defaults__", tuple(one.default for one in defaults if one.name not in named) or None)
        put(function, "__kwdefaults__", named or None)
    return function


def _make_code(node: nodes.HeldFunction, file: str) -> types.CodeType:
    """What tells of a function's arguments and kind; nothing that could be run."""
    parameters = node.parameters or []
    positional = [name for name, kind, *_ in parameters if kind in (0, 1)]
    keyword = [name for name, kind, *_ in parameters if kind == 3]
    rest = [name for name, kind, *_ in parameters if kind in (2, 4)]
    names = (*positional, *keyword, *rest)
    kinds = {kind for _, kind, *_ in parameters}
    return (lambda: None).__code__.replace(
        co_name=node.name or "function",
        co_filename=file,
        co_firstlineno=max(0, node.line),
        co_flags=node.flags & 0x3F3 | 4 * (2 in kinds) | 8 * (4 in kinds),
        co_argcount=len(positional),
        co_posonlyargcount=sum(kind == 0 for _, kind, *_ in parameters),
        co_kwonlyargcount=len(keyword),
        co_varnames=names,
        co_nlocals=len(names),
    )
