"""What stands under each name of the student's modules: what they offer, what the suite put there, or nothing."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from grader.judge.reference import usual_name
from grader.judge.subject.admitted import NotAdmitted
from grader.judge.subject.gate import Gate
from grader.judge.subject.handles import Root, ref_of
from grader.judge.subject.libraries import Libraries
from grader.judge.subject.module import Missing, SubjectModule
from grader.wire.breach import CannotCross
from grader.wire.encode import Encoder
from grader.wire.messages import Imported
from grader.wire.objects import JUDGE, Objects

if TYPE_CHECKING:
    from grader.course.modules import AskedModule

__all__ = ["Offers"]


class Answering(Protocol):
    """Who has the box at hand."""

    def is_broken(self) -> bool:
        """Did the import of the student's own module end before its end?"""
        ...

    def why_missing(self, module: str, name: str) -> BaseException:
        """What to raise for a name that the student's code lacks; it costs the test."""
        ...

    def ask_module(self, op: str, *args: Any) -> Any:
        """Have the box do something with a module."""
        ...


class Offers:
    """The modules of a subject, and what stands under each name of theirs.

    `reference` is the module of the exercise `slug`, `asked` what students hand in.
    """

    def __init__(
        self, slug: str, reference: types.ModuleType, asked: Mapping[str, AskedModule], answering: Answering, gate: Gate
    ) -> None:
        self._slug = slug
        self._reference = reference
        self._asked = asked
        self._answering = answering
        self._gate = gate
        self.rooted: dict[Root, Any] = {}
        """The functions, classes and objects of the student's, the same whichever box has them."""
        self._values: dict[Root, Any] = {}
        self._put: dict[Root, Any] = {}
        self._removed: set[Root] = set()
        self._libraries = Libraries()
        self._modules: dict[str, SubjectModule] = {}

    def module(self, name: str) -> types.ModuleType:
        """The module of this name, as the suite's import gives it. Raises `ModuleNotFoundError`."""
        known = self._modules.get(name)
        if known is None:
            asked = self._asked.get(name)
            if asked is None:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            public = [*asked.interface.names, *asked.interface.constants]
            names = public
            if name == self._slug:
                listed = getattr(self._reference, "__all__", None)
                names = [*public, *(other for other in vars(self._reference) if other[:2] != "__")]
                public = list(listed) if listed else self._public(names)
            known = self._modules[name] = SubjectModule(name, self, names, public)
            known.__file__ = str(asked.file)
        return known

    def begin(self) -> None:
        """A new box knows nothing of what the suite put or removed."""
        self._put.clear()
        self._removed.clear()

    def take(self, imported: Imported, values: dict[Root, Any], id_of: Callable[[Any], int]) -> None:
        """Name what a box's modules offer; what is no function or class must be a handle in the reference too."""
        self._libraries.renew(imported.names)
        self._values = values
        for root, value in list(values.items()):
            module, name = root
            asked = self._asked.get(module)
            named = asked is not None and name in asked.interface.names
            if ref_of(value) is not None and (named or isinstance(value, (type, types.FunctionType))):
                self._gate.name(value, name)
                values.pop(root)
                self.rooted[root] = value  # also under a second name
                continue
            if callable(value):
                self._gate.name(value, name)
            try:
                self._gate.admit(f"{module}.{name}", (), {}, value, id_of)
            except NotAdmitted:
                values.pop(root)
                self.rooted.pop(root, None)

    def grow_stale(self) -> None:
        """The student's code runs again: it may change what stands under a name."""
        self._values.clear()

    def wants(self, module: str, name: str) -> bool:
        """Does anybody ask for this name of a module?"""
        asked = self._asked.get(module)
        if asked is None:
            return False
        wanted = name in asked.interface.names or name in asked.interface.constants
        return wanted or (module == self._slug and name in vars(self._reference))

    # See `module.Offering`

    def offer(self, module: str, name: str) -> Any:
        """What the student's module has under a name."""
        own = self._own(module, name)
        if isinstance(own, types.ModuleType):
            inner = usual_name(own)
            return self.module(inner) if inner in self._asked else self._libraries.offer((module, name), own)
        root = module, name
        if root in self._removed:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        if root in self._put:
            return self._put[root]
        broken = self._answering.is_broken()
        known = self.rooted.get(root)
        if known is not None and not broken:
            return known
        missing = Missing(name, lambda: self._answering.why_missing(module, name))
        if name in self._asked[module].interface.names or isinstance(own, (type, types.FunctionType)):
            return missing
        if broken and name in vars(self._reference):
            return own if _is_plain(own) else missing
        try:
            return self._values[root] if root in self._values else self._answering.ask_module("module_get", *root)
        except AttributeError:
            if name in vars(self._reference) and _is_plain(own):
                return own
            raise

    def put(self, module: str, name: str, value: Any) -> None:
        """Set a name of the student's module."""
        root = module, name
        own = self._own(module, name)
        if isinstance(own, types.ModuleType):
            op, args = self._libraries.put(root, own, value)
            self._answering.ask_module(op, *args)
            return
        self._answering.ask_module("module_set", module, name, value)
        self._removed.discard(root)
        self._put.pop(root, None)
        if self.rooted.get(root) is not value and callable(value):
            self._put[root] = value  # plain values are asked for: the student's code may change them

    def remove(self, module: str, name: str) -> None:
        """Delete a name of the student's module."""
        self._answering.ask_module("module_delete", module, name)
        self._put.pop((module, name), None)
        self._removed.add((module, name))

    def _own(self, module: str, name: str) -> Any:
        """What the reference has there."""
        return vars(self._reference).get(name) if module == self._slug else None

    def _public(self, names: list[str]) -> list[str]:
        """What `import *` gives: of libraries those that the student imported as well."""
        libraries = {name for name, own in vars(self._reference).items() if isinstance(own, types.ModuleType)}
        public = [name for name in dict.fromkeys(names) if name[0] != "_"]
        there = self._libraries.are_imported
        return [name for name in public if name not in libraries or there((self._slug, name))]


def _is_plain(value: Any) -> bool:
    """Is this a value that may stand in for one that a student lacks: no code, and nothing that holds any?"""
    if callable(value):
        return False
    try:
        Encoder(Objects(JUDGE)).add(value)
    except CannotCross:
        return False
    return True
