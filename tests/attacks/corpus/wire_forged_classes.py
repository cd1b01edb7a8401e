"""Answers with objects of classes that no student's source can make.

Exercise: vectors
Tries: give a handle members that Python, NumPy or torch look up by themselves; bases that clash; names that break `type`; ancestors that C code looks into
Holds: score == 0; only crashed|failed|error|timeout|memory|not_run
"""

import importlib
import itertools
import os
import socket
import stat
import struct
import sys


OPEN: list = []


def is_open(descriptor):
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def wire():
    """The question that is open, and a socket to the judge of our own."""
    frame, ask, sock = sys._getframe(), None, None
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if type(value).__name__ in ("Do", "Import"):
                ask = ask or value
            if sock is None and isinstance(value, socket.socket) and is_open(value.fileno()):
                sock = value
        frame = frame.f_back
    if sock is None:
        for descriptor in range(3, 256):
            try:
                if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=descriptor)
                    OPEN.append(sock)
            except OSError:
                continue
    return ask, sock


def frame_of(header, payload=b""):
    return struct.pack("<4sIQ", b"GRD1", len(header), len(payload)) + header + payload


def answer(ask, node, *more, sizes=(), payload=b"", lent=()):
    """A frame that answers `ask` with forged nodes, as plain MessagePack data."""
    msgspec = importlib.import_module("msgspec")

    call = getattr(ask, "call", 0)
    message = {
        "type": "answer",
        "call": call,
        "result": 0,
        "present": list(lent),
        "graph": [[node, *more], list(sizes)],
        "printed": [],
    }
    return frame_of(msgspec.msgpack.encode(message), payload)


NUMBER = itertools.count(-1_000_000, -3)


def made(
    members=None, bases=(), name="Vector", known=(), fields=(), special=(), abstract=(), docs=None, module="vectors"
):
    """An object, its class, and the bases of that."""
    oid = next(NUMBER)
    places = [2 + number for number in range(len(bases))]
    cls = [
        16,
        oid,
        module,
        name,
        None,
        True,
        places,
        members or {},
        list(special),
        list(fields),
        docs or {},
        list(known),
    ]
    return [[17, oid - 1, 1, 7], [*cls, list(abstract)], *([3, base] for base in bases)]


def member(name, kind="function"):
    return made({name: kind, "__eq__": "function"})


HIDDEN = """
    __class__ __getattribute__ __getattr__ __setattr__ __init_subclass__ __subclasshook__ __instancecheck__ __new__ __del__
    __array__ __array_interface__ __array_struct__ __array_priority__ __array_ufunc__ __array_function__ __torch_function__
    __reduce__ __reduce_ex__ __getstate__ __sizeof__ __dir__ __dict__ __slots__ __weakref__ __mro_entries__ __set_name__
    __classcell__ __qualname__ __module__ __doc__ __dlpack__ __cuda_array_interface__ __buffer__ __await__ __prepare__
    _grader_ref _grader_class _grader_derived _grader_text _grader_above _grader_doc _grader_tuple __dataclass_fields__
""".split()
FORGED = itertools.cycle(
    [
        *(member(name, kind) for name in HIDDEN for kind in ("function", "static", "class", "property", "none")),
        *(
            member(name, kind)
            for name in ("__eq__", "__hash__", "equal")
            for kind in ("static", "class", "property", "odd")
        ),
        made({f"m{number}": "function" for number in range(100_000)}),
        *(
            made(bases=bases)
            for bases in (["nn:Parameter"], ["nn:Linear", "nn:Linear"], ["error:KeyError", "nn:Module"])
        ),
        *(
            made(bases=bases)
            for bases in (["error:BaseException"], ["error:OSError", "error:SystemExit"], ["type:float"])
        ),
        *(
            made(bases=bases)
            for bases in (["enum:Enum"], ["optim:SGD"], ["data:Dataset"], ["autograd:Function"], ["abc:Buffer"])
        ),
        *(made(name=name) for name in ("", "\0", "a.b", "x" * 100_000, "float", "<locals>")),
        *(made(module=module) for module in ("", "builtins", "numpy", "_pytest.outcomes", "\0")),
        *(
            made(known=[known])
            for known in ("numpy:float64", "numpy.type:floating", "torch.type:Tensor", "type:NoneType")
        ),
        *(made(known=[known]) for known in ("type:float", "type:list", "type:int", "math:sin", "...", "nothing")),
        *(made(fields=fields) for fields in (["__class__"], ["a", "a"], ["not a name"], ["lambda"], ["x"] * 300)),
        made(special=["__iter__", "__instancecheck__", "mro"]),
        made(abstract=["__eq__", "x"], docs={"__eq__": "d" * 1_000_000}),
        [[17, -9, 1, 1 << 62], [16, -9, "m", "n", None, False, [], {}, [], [], {}, [], []]],
        [[17, -9, 0, 1]],
        [[17, -9, 1, 1], [3, "type:float"]],
        [[16, -9, "m", "n", None, False, [0], {}, [], [], {}, [], []]],
        [[16, 9, "m", "n", None, False, [], {}, [], [], {}, [], []]],
    ]
)
SKIP = itertools.count()


def strike():
    ask, sock = wire()
    node, *more = next(FORGED)
    sock.sendall(answer(ask, node, *more))
    os._exit(0)


def ahead():
    """Each test has one question or few: go on where the last box ended is not possible, so begin anywhere."""
    for _ in range(int.from_bytes(os.urandom(2), "big") % 300):
        next(FORGED)


ahead()


class Vector:
    def __init__(self, *numbers):
        strike()


def total(vectors):
    return strike()


def halves(values):
    return strike()


def fill(out, vectors):
    return strike()


def take_apart(vector):
    return strike()


def parse(text):
    return strike()


def recent(numbers):
    return strike()


def table(names):
    return strike()


def largest(numbers):
    return strike()


def shapes(vectors):
    return strike()
