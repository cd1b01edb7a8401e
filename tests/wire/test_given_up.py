"""What a graph began to tell, and was given up, is no object that the other side may name."""

import numpy as np
import pytest
import torch

from grader.wire.breach import Breach, CannotCross
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.nodes import ArrayNode, Graph, Known, Sequence, Storage
from grader.wire.objects import JUDGE, Objects


def name(objects, *nodes):
    """What the judge takes a box's last node for."""
    return Decoder(Graph(list(nodes), []), b"", objects).value(len(nodes) - 1)


def test_what_was_never_sent_has_no_id():
    """The last of the values can't cross: a box that guesses the ids of the others gets nothing."""
    objects = Objects(JUDGE)
    numbers, array, weights = [1], np.ones(2), torch.ones(2)
    with pytest.raises(CannotCross):
        Encoder(objects).add([numbers, array, weights, object()])
    gone = objects.take_back()
    assert len(gone) == 6, "two lists, two blocks of memory and a view of each"
    assert not objects.values()
    for oid in gone:
        memory = Storage("numpy", oid, 16, -1)
        for node in (Known(oid), Sequence("list", oid, []), ArrayNode(oid, 0, "float64", [2], [8], 0, True)):
            with pytest.raises(Breach):
                name(objects, memory, node)
    assert numbers == [1]


def test_a_part_that_was_given_up_has_no_id():
    """The graph crosses, and with it what the part held; the part itself does not."""
    objects = Objects(JUDGE)
    whole, numbers, array = [1], [2], np.ones(2)
    part = [array, numbers, object()]
    encoder = Encoder(objects)
    encoder.add(whole)
    with pytest.raises(CannotCross):
        encoder.add(part)
    encoder.graph()
    assert all(objects.known_id(value) for value in (whole, numbers, array))
    assert not objects.known_id(part)


def test_what_crossed_before_keeps_its_id():
    objects = Objects(JUDGE)
    numbers = [1]
    encoder = Encoder(objects)
    encoder.add(numbers)
    encoder.graph()
    oid = objects.known_id(numbers)
    with pytest.raises(CannotCross):
        Encoder(objects).add([numbers, object()])
    objects.take_back()
    numbers.append(object())
    encoder = Encoder(objects)
    assert encoder.add_changed([numbers]) == []
    encoder.graph()
    assert objects.known_id(numbers) == oid


def test_memory_beside_a_view_is_not_lent_by_a_graph_that_was_given_up():
    objects = Objects(JUDGE)
    data = np.arange(4.0)
    encoder = Encoder(objects)
    encoder.add(data[:2])
    encoder.graph()
    with pytest.raises(CannotCross):
        Encoder(objects).add([data, object()])
    objects.take_back()
    block = objects.block_at("numpy", data.__array_interface__["data"][0], data.nbytes)
    memory = Storage("numpy", block, data.nbytes, -1)
    assert name(objects, memory, ArrayNode(-1, 0, "float64", [2], [8], 0, True)).tolist() == [0, 1]
    with pytest.raises(Breach):
        name(objects, memory, ArrayNode(-2, 0, "float64", [2], [8], 16, True))
