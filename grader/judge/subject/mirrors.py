"""The judge's side of what stays in the box: a mirror for each class and a handle for each object that it meets."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from torch import nn

from grader.judge.subject.classes import make_mirror
from grader.judge.subject.functions import make_function
from grader.judge.subject.handles import (
    CLASS_REF,
    REF,
    Asking,
    HeldCallable,
    Mirrored,
    Ref,
    Root,
    ref_of,
)
from grader.judge.subject.loans import Loans
from grader.wire import nodes
from grader.wire.breach import Breach, CannotCross
from grader.wire.hooks import encode_hooks
from grader.wire.modules import bring_up_to_date, encode_contents
from grader.wire.objects import Objects
from grader.wire.ports import Decoding, Encoding

__all__ = ["INTRODUCED", "Mirrors"]

INTRODUCED = (nodes.HeldClass, nodes.HeldFunction, nodes.HeldObject, nodes.Twin)
"""Nodes by which the box tells of something that stays with it."""
_FREE = frozenset(
    """
    generator map filter zip enumerate reversed list_iterator tuple_iterator range_iterator dict_keyiterator
    list_reverseiterator dict_valueiterator dict_itemiterator set_iterator str_ascii_iterator bytes_iterator
    callable_iterator islice count cycle repeat chain accumulate takewhile dropwhile starmap product permutations
    combinations pairwise _GeneratorContextManager partial _lru_cache_wrapper
    """.split()
)
"""Library classes whose objects come in anywhere: they can be called, entered and stepped through, and nothing more."""


class Mirrors:
    """The judge's `Side` of one box; mirrors outlive it, their references are renewed by the next one."""

    def __init__(self, objects: Objects, asking: Asking, rooted: dict[Root, Any]) -> None:
        self._objects = objects
        self._asking = asking
        self._rooted = rooted
        """What modules offer, by module and name: the same here whichever box has it."""
        self._classes: dict[int, type] = {}
        self._handles: dict[int, weakref.ref[Any]] = {}
        self._made: dict[int, Callable[[], Any]] = {}
        """How to make a handle again that went while the box was answering."""
        self._dropped: list[int] = []
        self.loans = Loans(objects)
        self.root: Root | None = None
        """Where the value that is decoded next is found."""
        self.met = 0
        """How many handles were among what was decoded."""
        self._fresh: list[Any] = []
        """What the last message told of: kept until whoever decoded it has had the time to."""

    def take_dropped(self) -> list[int]:
        """The ids of the handles that are gone since the last time."""
        dropped = self._dropped.copy()
        self._dropped.clear()
        for oid in dropped:
            self._made.pop(oid, None)
        self._fresh.clear()
        return dropped

    def twins(self) -> Iterator[nn.Module]:
        """The student's own layers, as far as anybody here holds one."""
        for handle in list(self._handles.values()):
            value = handle()
            if isinstance(value, nn.Module):
                yield value

    def derive(
        self, meta: Any, name: str, bases: tuple[type, ...], space: dict[str, Any], ref: Ref, methods: Iterable[Any]
    ) -> type:
        """The class that stands here for one which the box has just derived from the student's."""
        made: type = meta.__new__(meta, name, bases, {**space, CLASS_REF: ref, "_grader_derived": True})
        self.put_class(ref.oid, made, methods)
        return made

    def put_class(self, oid: int, cls: type, methods: Iterable[Any]) -> None:
        """A derived class has its id; its methods stay lent as long as it is there."""
        self._classes[oid] = cls
        self.loans.keep_methods(methods)

    def peek(self, oid: int) -> Any:
        """The handle or mirror with this id, or None."""
        handle = self._handles.get(oid)
        return self._classes.get(oid) if handle is None else handle()

    # Out

    def encode(self, encoder: Encoding, value: Any) -> int | None:
        """See `Side`. What the suite itself can call is lent."""
        ref = ref_of(value)
        if ref is not None:
            if not self.has(ref):
                raise CannotCross("an object of an earlier box")
            if isinstance(value, nn.Module):
                return self._encode_twin(encoder, value, ref)
            return encoder.fill(encoder.reserve(value), nodes.Held(ref.oid))
        if isinstance(value, tuple) and isinstance(fields := getattr(type(value), "_fields", None), tuple):
            index = encoder.reserve(value)
            items = [encoder.add(item) for item in value]
            node = nodes.NamedTupleNode(type(value).__name__, [str(field) for field in fields], items)
            return encoder.fill(index, node)
        return self.loans.encode(encoder, value)

    def has(self, ref: Ref) -> bool:
        """Is this what the box has under that id?"""
        found = self.peek(ref.oid)
        return found is not None and ref_of(found) is ref

    def _encode_twin(self, encoder: Encoding, module: nn.Module, ref: Ref) -> int:
        index = encoder.reserve(module)
        contents = encode_contents(encoder, module)
        return encoder.fill(index, nodes.Twin(ref.oid, -1, *contents, encode_hooks(encoder, module)))

    # In

    def decode(self, decoder: Decoding, index: int, node: nodes.Node) -> Any:
        """See `Side`."""
        root, self.root = self.root, None
        match node:
            case nodes.Held(oid):
                value = self.loans.find(oid) if oid > 0 else self.peek(oid)
                if value is None and oid in self._dropped and oid in self._made:
                    value = self._keep(oid, self._made[oid](), None, self._made[oid])
                if value is None:
                    raise Breach(f"nothing is held under {oid}")
                self.met += oid < 0
                return value
            case nodes.HeldClass():
                return self._decode_class(decoder, node, root)
            case nodes.HeldFunction():
                return self._decode_function(node, root)
            case nodes.HeldObject():
                return self._decode_object(decoder, node, root)
            case nodes.Twin():
                return self._decode_twin(decoder, index, node, root)
            case nodes.LentBack():
                layer = self.loans.find_layer(node.oid)
                bring_up_to_date(layer, decoder, index, node)
                return layer
            case _:
                raise Breach("a node that only a judge sends")

    def _decode_class(self, decoder: Decoding, node: nodes.HeldClass, root: Root | None) -> type:
        self._check_new(node.oid)
        root = root or (node.module[:200], f"class {node.name[:200]}")
        known = self._rooted.get(root)
        if isinstance(known, type) and not node.library and "<locals>" not in node.name:
            ref = ref_of(known)
            if ref is not None and not self.has(ref):
                self._renew(known, node.oid, root)
                self._classes[node.oid] = known
                for base in node.bases:
                    decoder.value(base)
                self.met += 1
                return known
        bases = [decoder.value(base) for base in node.bases]
        ref = Ref(self._asking, 0, root)
        ref.free = node.library and node.name in _FREE
        cls = make_mirror(node, ref, bases)
        ref.oid = node.oid
        self._classes[node.oid] = cls
        if not node.library:
            self._rooted.setdefault(root, cls)
        self.met += 1
        self._fresh.append(cls)
        return cls

    def _decode_function(self, node: nodes.HeldFunction, root: Root | None) -> Any:
        known = self._rooted.get(root) if root else None
        ref = self._renew(known, node.oid, root) if type(known) is HeldCallable else None

        def make() -> Any:
            made = Ref(self._asking, node.oid, root)
            made.free = True
            return make_function(made, node)

        return self._keep(node.oid, known if ref else make(), root, make)

    def _decode_object(self, decoder: Decoding, node: nodes.HeldObject, root: Root | None) -> Any:
        self._check_new(node.oid)
        cls = decoder.value(node.cls)
        known = self._rooted.get(root) if root else None
        if known is not None and type(known) is cls and self._renew(known, node.oid, root):
            return self._keep(node.oid, known, root, lambda: known)
        if not isinstance(cls, Mirrored) or issubclass(cls, nn.Module):
            raise Breach("an object of something that is no class of the box's")

        def make() -> Any:
            handle = (BaseException if issubclass(cls, BaseException) else object).__new__(cls)
            ref = Ref(self._asking, node.oid, root)
            ref.free = type.__getattribute__(cls, CLASS_REF).free
            ref.hash = node.hash
            object.__setattr__(handle, REF, ref)
            return handle

        return self._keep(node.oid, make(), root, make)

    def _decode_twin(self, decoder: Decoding, index: int, node: nodes.Twin, root: Root | None) -> nn.Module:
        module = self.peek(node.oid)
        cls = decoder.value(node.cls)
        if module is None:
            self._check_new(node.oid)
            if not isinstance(cls, Mirrored) or not issubclass(cls, nn.Module):
                raise Breach("a layer of something that is no class of layers")
            known = self._rooted.get(root) if root else None
            if known is not None and type(known) is cls and self._renew(known, node.oid, root):
                module = known
            else:
                module = cls.__new__(cls)
                nn.Module.__init__(module)
                module.__dict__[REF] = Ref(self._asking, node.oid, root)
            self._keep(node.oid, module, root, lambda: None)
        elif type(module) is not cls:
            raise Breach("a layer that changed its class in place")
        self.met += 1
        bring_up_to_date(module, decoder, index, node)
        return module  # type: ignore[no-any-return]

    def _keep(self, oid: int, handle: Any, root: Root | None, make: Callable[[], Any]) -> Any:
        """Have a handle under an id, until nobody here holds it any more."""
        self._check_new(oid)
        if oid in self._dropped:  # the box has not been told, and means it still
            self._dropped.remove(oid)
        self._made[oid] = make
        self.met += 1
        self._fresh.append(handle)
        if root is not None:
            self._rooted[root] = handle
        handles, dropped = self._handles, self._dropped

        def gone(_: object) -> None:
            if handles.pop(oid, None) is not None:
                dropped.append(oid)

        handles[oid] = weakref.ref(handle, gone)
        return handle

    def _renew(self, known: Any, oid: int, root: Root | None) -> Ref | None:
        """Point a handle of an earlier box at what this one has in its place."""
        ref = ref_of(known)
        if ref is None or self.has(ref):
            return None
        ref.asking, ref.oid, ref.root = self._asking, oid, root
        return ref

    def _check_new(self, oid: int) -> None:
        if oid >= 0 or self.peek(oid) is not None:
            raise Breach(f"handle {oid} is not the box's to give")
