"""A judge's and a box's table of objects with the wire between them, and nothing else."""

import msgspec

from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.nodes import Graph
from grader.wire.objects import BOX, JUDGE, Objects

__all__ = ["Line", "cross", "same"]


class Line:
    """A judge and a box with the wire between them."""

    def __init__(self):
        self.judge = Objects(JUDGE)
        self.box = Objects(BOX)

    def lend(self, *values):
        """The judge's values as the box sees them, and what came with them."""
        encoder = Encoder(self.judge)
        places = [encoder.add(value) for value in values]
        decoder = Decoder(*cross(encoder), self.box)
        return [decoder.value(place) for place in places], decoder

    def give_back(self, result, decoder):
        """The box's result as the judge sees it, after what changed in the arguments; and the bytes it took."""
        encoder = Encoder(self.box)
        place = encoder.add(result)
        lent = encoder.add_changed(self.box.values())
        graph, payload = cross(encoder)
        back = Decoder(graph, payload, self.judge)
        for index in lent:
            back.value(index)
        return back.value(place), len(payload)


def cross(encoder):
    data = msgspec.msgpack.encode(encoder.graph())
    return msgspec.msgpack.decode(data, type=Graph), b"".join(bytes(buffer) for buffer in encoder.buffers)


def same(value):
    (there,), _ = Line().lend(value)
    return there
