"""The judge's side of what stays in the box: a mirror for each class and a handle for each object that it meets."""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from torch import nn

from grader.judge.subject.ancestry import choose_meta, describe_ancestry
from grader.judge.subject.bodies import is_true, mirror_namespace
from grader.judge.subject.functions import make_function
from grader.judge.subject.handles import (
    CLASS_REF,
    REF,
    Asking,
    Handle,
    HeldCallable,
    Mirrored,
    Ref,
    delete_attribute,
    get_attribute,
    own_names,
    ref_of,
    set_attribute,
)
from grader.judge.subject.lendable import is_plain_object, library_name, special_of
from grader.judge.subject.twins import twin_namespace
from grader.wire import nodes
from grader.wire.breach import Breach, CannotCross
from grader.wire.constants import is_base, is_mark, name_of_constant
from grader.wire.hooks import encode_hooks
from grader.wire.modules import encode_slots, refill
from grader.wire.objects import Objects
from grader.wire.ports import Decoding, Encoding
from grader.wire.signatures import parameters_of

__all__ = ["INTRODUCED", "Mirrors"]

_MAX_FIELDS = 200


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

    def __init__(self, objects: Objects, asking: Asking, rooted: dict[tuple[str, str], Any]) -> None:
        self._objects = objects
        self._asking = asking
        self._rooted = rooted
        """What modules offer, by module and name: the same here whichever box has it."""
        self._classes: dict[int, type] = {}
        self._handles: dict[int, weakref.ref[Any]] = {}
        self._made: dict[int, Callable[[], Any]] = {}
        """How to make a handle again that went while the box was answering."""
        self._dropped: list[int] = []
        self._lent: dict[int, Any] = {}
        self._lent_ids: dict[int, int] = {}
        self._kept: dict[int, Any] = {}
        """Methods of classes that the suite derives."""
        self.root: tuple[str, str] | None = None
        """Where the value that is decoded next is found."""
        self.met = 0
        """How many handles were among what was decoded."""
        self.new: list[Any] = []

    def forget(self) -> None:
        """A new test begins: what was lent is void."""
        self._lent = dict(self._kept)
        self._lent_ids = {id(value): oid for oid, value in self._kept.items()}

    def take_dropped(self) -> list[int]:
        """The ids of the handles that are gone since the last time."""
        dropped, self._dropped = self._dropped, []
        for oid in dropped:
            self._made.pop(oid, None)
        self.new.clear()
        return dropped

    def twins(self) -> Iterator[nn.Module]:
        """The student's own layers, as far as anybody here holds one."""
        for handle in list(self._handles.values()):
            value = handle()
            if isinstance(value, nn.Module):
                yield value

    def lent(self, oid: int) -> Any:
        """What was lent in this test under an id. Raises `Breach`."""
        try:
            return self._lent[oid]
        except KeyError:
            raise Breach("a call of something that was not lent in this test") from None

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
        for method in methods:
            lent = self._lent_ids.get(id(method))
            if lent is not None:
                self._kept[lent] = method

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
            return self._encode_named(encoder, value, [str(field) for field in fields])
        return self._lend_layer(encoder, value) if isinstance(value, nn.Module) else self._lend(encoder, value)

    def has(self, ref: Ref) -> bool:
        """Is this what the box has under that id?"""
        found = self.peek(ref.oid)
        return found is not None and ref_of(found) is ref

    def _encode_twin(self, encoder: Encoding, module: nn.Module, ref: Ref) -> int:
        index = encoder.reserve(module)
        state = module.__dict__
        return encoder.fill(
            index,
            nodes.Twin(
                ref.oid,
                -1,
                bool(state["training"]),
                encode_slots(encoder, state["_parameters"]),
                encode_slots(encoder, state["_buffers"]),
                encode_slots(encoder, state["_modules"]),
                encode_hooks(encoder, module),
            ),
        )

    def _encode_named(self, encoder: Encoding, value: tuple[Any, ...], fields: list[str]) -> int:
        index = encoder.reserve(value)
        items = [encoder.add(item) for item in value]
        return encoder.fill(index, nodes.NamedTupleNode(type(value).__name__, fields, items))

    def _lend_layer(self, encoder: Encoding, layer: nn.Module) -> int:
        """It is in step like torch's own, and its code is lent."""
        index = encoder.reserve(layer)
        oid = self._objects.id_of(layer)
        self._lent[oid] = layer
        state = layer.__dict__
        base = next(base for base in type(layer).__mro__ if (name_of_constant(base) or "").startswith("nn:"))
        return encoder.fill(
            index,
            nodes.LentLayer(
                oid,
                type(layer).__name__,
                type(layer).__doc__,
                encoder.add(base),
                bool(state["training"]),
                encode_slots(encoder, state["_parameters"]),
                encode_slots(encoder, state["_buffers"]),
                encode_slots(encoder, state["_modules"]),
            ),
        )

    def _lend(self, encoder: Encoding, value: Any) -> int | None:
        plain = is_plain_object(value)
        if not callable(value) and not hasattr(type(value), "__next__") and not plain and not library_name(value):
            return None
        index = encoder.reserve(value)
        oid = self._lent_ids.get(id(value))
        if oid is None:
            library = library_name(value)
            if library:
                return encoder.fill(index, nodes.Lent(self._objects.new_id(), "library", library, None, None, []))
            oid = self._objects.new_id()
            self._lent[oid] = value
            self._lent_ids[id(value)] = oid
        doc = getattr(value, "__doc__", None)
        doc = doc[:10_000] if isinstance(doc, str) else None
        if plain:
            return encoder.fill(index, nodes.Lent(oid, "object", type(value).__name__, doc, None, special_of(value)))
        name = str(getattr(value, "__name__", "function"))[:200]
        if not callable(value):
            return encoder.fill(index, nodes.Lent(oid, "iterator", name, None, None, []))
        return encoder.fill(index, nodes.Lent(oid, "function", name, doc, parameters_of(value), []))

    # In

    def decode(self, decoder: Decoding, index: int, node: nodes.Node) -> Any:
        """See `Side`."""
        root, self.root = self.root, None
        match node:
            case nodes.Held(oid):
                value = self._lent.get(oid) if oid > 0 else self.peek(oid)
                if value is None and oid in self._dropped and oid in self._made:
                    value = self._keep(oid, self._made[oid](), None, self._made[oid])
                if value is None:
                    raise Breach(f"nothing is held under {oid}")
                self.met += oid < 0
                return value
            case nodes.HeldClass():
                return self._decode_class(decoder, node, root)
            case nodes.HeldFunction():
                known = self._rooted.get(root) if root else None
                ref = self._renew(known, node.oid, root) if type(known) is HeldCallable else None

                def make() -> Any:
                    function = make_function(Ref(self._asking, node.oid, root), node)
                    object.__getattribute__(function, REF).free = True
                    return function

                return self._keep(node.oid, known if ref else make(), root, make)
            case nodes.HeldObject():
                return self._decode_object(decoder, node, root)
            case nodes.Twin():
                return self._decode_twin(decoder, index, node, root)
            case nodes.LentLayer():
                layer = self._lent.get(node.oid)
                if not isinstance(layer, nn.Module):
                    raise Breach("a layer that was not lent in this test")
                decoder.remember(index, layer)
                layer.__dict__["training"] = node.training
                refill(layer, decoder, node)
                return layer
            case _:
                raise Breach("a node that only a judge sends")

    def _decode_class(self, decoder: Decoding, node: nodes.HeldClass, root: tuple[str, str] | None) -> type:
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
        cls = self._make_class(node, ref, bases)
        ref.oid = node.oid
        self._classes[node.oid] = cls
        if not node.library:
            self._rooted.setdefault(root, cls)
        self.met += 1
        self.new.append(cls)
        return cls

    def _make_class(self, node: nodes.HeldClass, ref: Ref, bases: list[Any]) -> type:
        if any(not isinstance(base, type) for base in bases):
            raise Breach("a class with a base that is no class")
        real = tuple(base for base in bases if isinstance(base, Mirrored) or is_base(base))
        space = mirror_namespace(node, ref)
        if node.fields and len(node.fields) <= _MAX_FIELDS:
            space["__dataclass_fields__"] = _fields(node.fields)
        if not any(issubclass(base, BaseException) for base in real):
            space |= {"__getattr__": get_attribute}
        if any(issubclass(base, nn.Module) for base in real):
            space |= twin_namespace(space)
        elif any(issubclass(base, BaseException) for base in real):
            space |= {"__getattr__": get_attribute, "__str__": _told_text}
            space |= {"__setattr__": set_attribute, "__delattr__": delete_attribute}
        else:
            space |= {"__setattr__": set_attribute, "__delattr__": delete_attribute}
            if not real:
                real = (Handle,)
        if "__len__" in space and not any("__bool__" in own_names(base) for above in real for base in above.__mro__):
            space.setdefault("__bool__", is_true)
        space |= describe_ancestry(node.known, real)
        if all(issubclass(base, Handle) for base in real) and "_grader_above" not in space:
            space["__slots__"] = ()
        name = node.name.rpartition(".")[2][:200]
        try:
            cls: type = choose_meta(real, container=bool(node.special))(name, real, space)
            if node.abstract:
                type.__setattr__(cls, "__abstractmethods__", frozenset(node.abstract))
        except TypeError as error:
            raise Breach(f"no class has such bases: {error}") from error
        for mark in bases:
            if is_mark(mark) and mark not in cls.__mro__ and hasattr(mark, "register"):
                mark.register(cls)
        return cls

    def _decode_object(self, decoder: Decoding, node: nodes.HeldObject, root: tuple[str, str] | None) -> Any:
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

    def _decode_twin(self, decoder: Decoding, index: int, node: nodes.Twin, root: tuple[str, str] | None) -> nn.Module:
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
        decoder.remember(index, module)
        self.met += 1
        module.__dict__["training"] = node.training
        refill(module, decoder, node)
        return module  # type: ignore[no-any-return]

    def _keep(self, oid: int, handle: Any, root: tuple[str, str] | None, make: Callable[[], Any]) -> Any:
        self._check_new(oid)
        self._made[oid] = make
        if oid in self._dropped:
            self._dropped.remove(oid)
        self.met += 1
        self.new.append(handle)
        if root is not None:
            self._rooted[root] = handle

        self._watch(oid, handle)
        return handle

    def _watch(self, oid: int, handle: Any) -> None:
        """Notice when nobody here holds the handle any more."""
        if oid in self._dropped:  # the box still has it, and has not been told
            self._dropped.remove(oid)
        mirrors = weakref.ref(self)

        def gone(_: object) -> None:
            alive = mirrors()
            if alive is not None and alive._handles.pop(oid, None) is not None:  # noqa: SLF001 - this class's own
                alive._dropped.append(oid)  # noqa: SLF001

        self._handles[oid] = weakref.ref(handle, gone)

    def _renew(self, known: Any, oid: int, root: tuple[str, str] | None) -> Ref | None:
        """Point a handle of an earlier box at what this one has in its place."""
        ref = ref_of(known)
        if ref is None or self.has(ref):
            return None
        ref.asking, ref.oid, ref.root = self._asking, oid, root
        return ref

    def _check_new(self, oid: int) -> None:
        if oid >= 0 or self.peek(oid) is not None:
            raise Breach(f"handle {oid} is not the box's to give")


def _told_text(self: BaseException) -> str:
    """`__str__` of the student's exceptions: what it said when it was raised."""
    told = self.__dict__.get("_grader_text")
    return told if isinstance(told, str) else BaseException.__str__(self)


def _fields(names: list[str]) -> dict[str, Any]:
    try:
        made = dataclasses.make_dataclass("fields", names, init=False, repr=False, eq=False)
    except (TypeError, ValueError) as error:
        raise Breach(f"no dataclass of such fields: {error}") from error
    return dict(vars(made)["__dataclass_fields__"])
