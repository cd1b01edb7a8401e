"""What a hostile box may send: every index, id, name, size and shape is checked before it is used."""

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from grader.wire import nodes
from grader.wire.breach import Breach
from grader.wire.caps import MAX_DEPTH, MAX_VIEW_BYTES
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.objects import BOX, JUDGE, READER, Objects
from grader.wire.reading import keep_known, make_reader

FLOATS = nodes.Storage("numpy", -1, 16, 0)
TENSOR = nodes.Storage("torch", -1, 16, 0)


def array(**changes):
    fields = {"oid": -2, "storage": 0, "dtype": "float64", "shape": [2], "strides": [8], "offset": 0, "writeable": True}
    return nodes.ArrayNode(**{**fields, **changes})


def tensor(**changes):
    fields = {
        "oid": -2,
        "storage": 0,
        "dtype": "float64",
        "shape": [2],
        "strides": [1],
        "offset": 0,
        "requires_grad": False,
        "leaf": True,
        "parameter": False,
        "grad": -1,
        "device": "cpu",
    }
    return nodes.TensorNode(**{**fields, **changes})


def decode(*graph, payload=bytes(16), sizes=(16,), objects=None, index=-1):
    decoder = Decoder(nodes.Graph(list(graph), list(sizes)), payload, objects or Objects(JUDGE))
    return decoder.value(len(graph) - 1 if index < 0 else index)


def test_the_honest_graphs_decode():
    assert decode(FLOATS, array()).tolist() == [0.0, 0.0]
    assert decode(TENSOR, tensor()).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    "node",
    [
        array(shape=[3]),
        array(offset=8),
        array(offset=-8),
        array(strides=[16]),
        array(strides=[-8]),
        array(strides=[]),
        array(shape=[-1]),
        array(shape=[1 << 62], strides=[0]),
        array(shape=[MAX_VIEW_BYTES], strides=[0]),
        array(shape=[1 << 40, 1 << 40], strides=[0, 0]),
        array(shape=[1] * 40, strides=[8] * 40),
        array(dtype="object"),
        array(dtype="float64\n"),
        array(dtype="O"),
        array(oid=5),
        array(oid=0),
        array(storage=1),
        array(storage=-1),
        array(storage=99),
        tensor(storage=0),
    ],
)
def test_an_array_outside_its_memory_is_a_breach(node):
    with pytest.raises(Breach):
        decode(FLOATS, node)


@pytest.mark.parametrize(
    "node",
    [
        tensor(shape=[3]),
        tensor(offset=1),
        tensor(offset=-1),
        tensor(strides=[2]),
        tensor(strides=[-1]),
        tensor(strides=[1, 1]),
        tensor(shape=[1 << 40], strides=[0]),
        tensor(shape=[1 << 62, 4], strides=[0, 0]),
        tensor(dtype="quint8"),
        tensor(dtype="int64", requires_grad=True),
        tensor(dtype="int64", requires_grad=True, parameter=True),
        tensor(grad=0),
        tensor(grad=1),
        tensor(oid=7),
        array(storage=0),
    ],
)
def test_a_tensor_outside_its_storage_is_a_breach(node):
    with pytest.raises(Breach):
        decode(TENSOR, node)


@pytest.mark.parametrize(
    "storage",
    [
        nodes.Storage("numpy", -1, 24, 0),
        nodes.Storage("numpy", -1, 16, 1),
        nodes.Storage("numpy", -1, 16, -1),
        nodes.Storage("numpy", 1, 16, 0),
        nodes.Storage("file", -1, 16, 0),
    ],
)
def test_memory_that_is_not_what_it_says_is_a_breach(storage):
    with pytest.raises(Breach):
        decode(storage, array())


@pytest.mark.parametrize("sizes", [(17,), (8,), (-16, 32), (8, 8, 1)])
def test_buffers_that_do_not_add_up_are_a_breach(sizes):
    with pytest.raises(Breach):
        decode(FLOATS, array(), sizes=sizes)


def test_a_bool_of_another_bit_pattern_is_a_breach():
    with pytest.raises(Breach):
        decode(FLOATS, array(dtype="bool", shape=[16], strides=[1]), payload=b"\x02" * 16)
    with pytest.raises(Breach):
        decode(TENSOR, tensor(dtype="bool", shape=[16], strides=[1]), payload=b"\x02" * 16)


@pytest.mark.parametrize("mask", [np.zeros(16, bool), torch.zeros(16, dtype=torch.bool)], ids=["numpy", "torch"])
def test_bools_that_were_lent_come_back_as_bools(mask):
    """`mask & ~want` and `want & ~mask` are both false everywhere where a byte of `mask` is 2."""
    objects = Objects(JUDGE)
    encoder = Encoder(objects)
    encoder.add(mask)
    block = next(node for node in encoder.graph().nodes if isinstance(node, nodes.Storage))
    changed = nodes.Storage(block.kind, block.oid, 16, 0)
    own = next(node for node in encoder.nodes if isinstance(node, nodes.ArrayNode | nodes.TensorNode))
    for view in (own, array(dtype="uint8", shape=[16], strides=[1]), tensor(dtype="uint8", shape=[16])):
        if isinstance(view, nodes.ArrayNode) == isinstance(mask, np.ndarray):
            with pytest.raises(Breach):
                decode(changed, msgspec.structs.replace(view, storage=0), payload=b"\x02" * 16, objects=objects)
    decode(changed, msgspec.structs.replace(own, storage=0), payload=b"\x01" * 16, objects=objects)
    assert mask.all()


@pytest.mark.parametrize(
    ("layer", "name"), [("ModuleList", "modules"), ("ModuleDict", "modules"), ("ParameterDict", "parameters")]
)
def test_settings_hide_no_method_of_a_layer(layer, name):
    graph = [nodes.ModuleNode(-1, layer, True, {name: 1}, [], [], []), nodes.Constant("type:list")]
    with pytest.raises(Breach):
        decode(*graph, payload=b"", sizes=(), index=0)


def table():
    data = np.arange(12.0).reshape(4, 3)
    return data, data[:, :2], data[:, 2]


def tensors():
    data = torch.arange(12.0).reshape(4, 3)
    return data, data[:, :2], data[:, 2]


@pytest.mark.parametrize("make", [table, tensors])
def test_a_view_lends_its_own_part_of_the_memory_and_no_more(make):
    data, inputs, answers = make()
    objects = Objects(JUDGE)
    encoder = Encoder(objects)
    index = encoder.add(inputs)
    graph, payload = encoder.graph(), b"".join(bytes(buffer) for buffer in encoder.buffers)
    there = Objects(BOX)
    decoder = Decoder(graph, payload, there)
    lent = decoder.value(index)
    assert lent.tolist() == inputs.tolist()
    whole = lent.base if isinstance(lent, np.ndarray) else torch.tensor(lent.untyped_storage().tolist())
    assert 11.0 not in np.asarray(bytearray(np.asarray(whole, np.uint8))).view(
        data.numpy().dtype if isinstance(data, torch.Tensor) else data.dtype
    )
    lent *= 10
    back = Encoder(there)
    changed = back.add(lent)
    answer = back.graph()
    Decoder(answer, b"".join(bytes(buffer) for buffer in back.buffers), objects).value(changed)
    assert data.tolist() == [[0, 10, 2], [30, 40, 5], [60, 70, 8], [90, 100, 11]]
    own = next(node for node in answer.nodes if isinstance(node, nodes.ArrayNode | nodes.TensorNode))
    size = own.strides[1]
    stolen = msgspec.structs.replace(own, oid=-9, shape=[4], strides=own.strides[:1], offset=2 * size, storage=0)
    block = next(node for node in answer.nodes if isinstance(node, nodes.Storage))
    with pytest.raises(Breach, match="not lent"):
        decode(msgspec.structs.replace(block, buffer=-1), stolen, payload=b"", sizes=(), objects=objects)
    assert encode_and_read(objects, answers) == answers.tolist()


def encode_and_read(objects, value):
    encoder = Encoder(objects)
    index = encoder.add(value)
    graph = encoder.graph()
    return Decoder(graph, b"".join(bytes(buffer) for buffer in encoder.buffers), Objects(READER)).value(index).tolist()


def test_no_container_comes_by_its_name():
    """Each answer could hold a thousand times what the one before it held: the cap counts what a message holds."""
    objects = Objects(JUDGE)
    decode(nodes.Plain(1), nodes.Sequence("list", -1, [0] * 1000), payload=b"", sizes=(), index=1, objects=objects)
    with pytest.raises(Breach):
        decode(nodes.Known(-1), nodes.Sequence("list", -2, [0] * 1000), payload=b"", sizes=(), index=1, objects=objects)


def test_a_recorded_message_reads_whoever_made_its_objects():
    objects = Objects(JUDGE)
    made = decode(FLOATS, array(), objects=objects)
    encoder = Encoder(objects)
    index = encoder.add([made, np.ones(1)])
    graph = encoder.graph()
    reader = make_reader(keep_known(graph, objects))
    made[0] = 9  # later than it was sent
    read = Decoder(graph, b"".join(encoder.buffers), reader).value(index)
    assert [part.tolist() for part in read] == [[0.0, 0.0], [1.0]]


@pytest.mark.parametrize(
    "node",
    [
        nodes.Sequence("tuple", 0, [0]),
        nodes.Sequence("list", -1, [7]),
        nodes.Sequence("list", 3, []),
        nodes.Sequence("object", -1, []),
        nodes.Sequence("deque", -1, []),
        nodes.Sequence("bytearray", -1, []),
        nodes.Sequence("Size", 0, [0]),
        nodes.Mapping("dict", -1, [0], []),
        nodes.Mapping("type", -1, [], []),
        nodes.Constant("torch:load"),
        nodes.Constant("type:type"),
        nodes.NumpyScalar("float64", b"1"),
        nodes.NumpyScalar("object", b"12345678"),
        nodes.Integer(bytes(600)),
        nodes.Slice("eval", 0, 0, 0),
        nodes.ModuleNode(-1, "__class__", True, {}, [], [], []),
        nodes.ModuleNode(-1, "Linear", True, {"forward": 0}, [], [], []),
        nodes.ModuleNode(-1, "Linear", True, {"__class__": 0}, [], [], []),
        nodes.ModuleNode(-1, "Linear", True, {}, [("weight", 0)], [], []),
        nodes.ModuleNode(-1, "Sequential", True, {}, [], [], [("0.1", -1)]),
        nodes.OptimizerNode(-1, "LBFGS", [], []),
        nodes.OptimizerNode(-1, "SGD", [nodes.ParameterGroup([], {"hook": 0})], []),
        FLOATS,
    ],
)
def test_a_node_that_is_no_value_is_a_breach(node):
    with pytest.raises(Breach):
        decode(node)


def test_a_list_in_a_set_or_as_a_key_is_a_breach():
    with pytest.raises(Breach):
        decode(nodes.Sequence("list", -1, []), nodes.Sequence("set", -2, [0]))
    with pytest.raises(Breach):
        decode(nodes.Sequence("list", -1, []), nodes.Mapping("dict", -2, [0], [0]))


def test_a_tower_of_containers_is_a_breach():
    tower = [nodes.Sequence("list", -1 - level, [level + 1]) for level in range(MAX_DEPTH + 10)]
    with pytest.raises(Breach):
        decode(*tower, nodes.Plain(1), index=0)


def test_a_value_that_doubles_at_each_level_is_a_breach():
    laughs = [nodes.Sequence("tuple", 0, [level + 1] * 2) for level in range(40)]
    with pytest.raises(Breach):
        decode(*laughs, nodes.Plain("ha"), index=0)


def test_a_box_cannot_change_what_another_kind_of_object_is():
    objects = Objects(JUDGE)
    numbers, weights, model = [1], torch.zeros(2), nn.Linear(1, 1)
    encoder = Encoder(objects)
    for value in (numbers, weights, model):
        encoder.add(value)
    ids = [objects.id_of(value) for value in (numbers, weights, model)]
    for oid in ids[1:]:
        with pytest.raises(Breach):
            decode(nodes.Sequence("list", oid, []), objects=objects)
    with pytest.raises(Breach):
        decode(nodes.ModuleNode(ids[2], "ReLU", True, {}, [], [], []), objects=objects)
    assert numbers == [1]


def test_read_only_memory_stays_as_it_is():
    objects = Objects(JUDGE)
    frozen = np.arange(2.0)
    frozen.flags.writeable = False
    encoder = Encoder(objects)
    encoder.add(frozen)
    graph = encoder.graph()
    node = next(node for node in graph.nodes if isinstance(node, nodes.Storage))
    with pytest.raises(Breach):
        decode(nodes.Storage("numpy", node.oid, 16, 0), array(oid=objects.id_of(frozen)), objects=objects)
    assert frozen.tolist() == [0.0, 1.0]


small = st.integers(-3, 8)
any_node = st.one_of(
    st.builds(nodes.Plain, st.none() | st.integers(-9, 9) | st.text(max_size=3)),
    st.builds(
        nodes.Sequence,
        st.sampled_from(["list", "tuple", "set", "deque", "Size", "x"]),
        small,
        st.lists(small, max_size=4),
    ),
    st.builds(
        nodes.Mapping,
        st.sampled_from(["dict", "Counter", "x"]),
        small,
        st.lists(small, max_size=3),
        st.lists(small, max_size=3),
    ),
    st.builds(nodes.Storage, st.sampled_from(["numpy", "torch"]), small, st.sampled_from([0, 8, 16]), small),
    st.builds(
        array,
        oid=small,
        storage=small,
        shape=st.lists(small, max_size=3),
        strides=st.lists(st.integers(-16, 16), max_size=3),
    ),
    st.builds(
        tensor,
        oid=small,
        storage=small,
        grad=small,
        shape=st.lists(small, max_size=3),
        strides=st.lists(small, max_size=3),
    ),
    st.builds(
        nodes.ModuleNode,
        small,
        st.sampled_from(["Linear", "Sequential", "x"]),
        st.booleans(),
        st.dictionaries(st.sampled_from(["in_features", "forward"]), small, max_size=2),
        st.lists(st.tuples(st.sampled_from(["weight", ""]), small), max_size=2),
        st.just([]),
        st.lists(st.tuples(st.text(max_size=2), small), max_size=2),
    ),
)


@given(st.lists(any_node, min_size=1, max_size=8))
@settings(max_examples=600, deadline=None)
def test_any_graph_is_a_value_or_a_breach(graph):
    try:
        decode(*graph, sizes=(8, 8), index=0)
    except Breach:
        pass


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_message_or_refused(data):
    from grader.wire.messages import decode_reply

    try:
        decode_reply(data)
    except msgspec.MsgspecError:
        pass
