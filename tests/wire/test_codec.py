"""What crosses arrives as itself, and what a call changes in place comes back."""

import collections
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from grader.wire.breach import Breach, CannotCross, TooManyParts
from grader.wire.caps import MAX_DEPTH
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.nodes import Known
from tests.wire.line import Line, cross, same

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 300), 1 << 300)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers(), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(plain)
@settings(max_examples=200, deadline=None)
def test_plain_values_arrive_equal_and_of_the_same_type(value):
    there = same(value)
    assert there == value
    assert type(there) is type(value)


@pytest.mark.parametrize(
    "value",
    [
        {1, 2},
        frozenset({1}),
        bytearray(b"ab"),
        collections.OrderedDict(b=1, a=2),
        collections.Counter("aab"),
        collections.deque([1, 2], maxlen=3),
        range(1, 9, 2),
        slice(None, 3),
        ...,
        np.float32(0.1),
        np.int64(3),
        np.bool_(True),
        np.dtype("float32"),
        torch.float64,
        torch.Size([2, 3]),
        torch.device("cpu"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_built_in_and_library_values_arrive_as_themselves(value):
    there = same(value)
    assert there == value
    assert type(there) is type(value)


def test_nan_and_infinity_arrive():
    nan, inf = same([math.nan, -math.inf])
    assert math.isnan(nan)
    assert inf == -math.inf


def test_a_cyclic_list_arrives_cyclic():
    loop = [1]
    loop.append(loop)
    there = same(loop)
    assert there[1] is there


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint16", "int64", "float16", "float32", "float64", "complex128"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3)])
def test_arrays_of_every_dtype_and_shape_arrive(dtype, shape):
    array = (np.arange(math.prod(shape)).reshape(shape) % 2).astype(dtype)
    there = same(array)
    assert there.dtype == array.dtype
    assert there.shape == array.shape
    assert np.array_equal(there, array)


def test_views_of_one_array_still_share_memory():
    array = np.arange(12.0).reshape(3, 4)
    (whole, row, turned, back), _ = Line().lend(array, array[1], array.T, array[::-1])
    whole[1, 0] = 99
    assert row[0] == 99
    assert turned[0, 1] == 99
    assert back[1, 0] == 99
    assert turned.strides == array.T.strides


def test_a_change_in_place_comes_back_and_nothing_else_travels():
    line, left, right = Line(), np.zeros(1000), np.ones(1000)
    (there_left, there_right), decoder = line.lend(left, right)
    there_right[3] = 7
    _, payload = line.give_back(None, decoder)
    assert right[3] == 7
    assert there_left is not left
    assert payload == right.nbytes


def state(value):
    grad = None if value.grad is None else value.grad.tolist()
    return value.detach().tolist(), tuple(value.shape), value.stride(), value.requires_grad, value.dtype, grad


def set_data(value):
    value.data = value.data.clone().reshape(2, -1) + 1


CHANGES = {
    "nothing": lambda value: None,
    "a number": lambda value: value.data.flatten()[:1].add_(1),
    "a number behind torch's back": lambda value: value.detach().numpy().fill(7),
    "all of the data": set_data,
    "the strides": lambda value: value.data.t_() if value.data.dim() == 2 else None,
    "a gradient is needed": lambda value: value.requires_grad_(not value.requires_grad),
    "a gradient": lambda value: setattr(value, "grad", torch.ones_like(value)),
    "the gradient's numbers": lambda value: None if value.grad is None else value.grad.add_(1),
    "no gradient": lambda value: setattr(value, "grad", None),
}


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(sorted(CHANGES))), max_size=8))
@settings(max_examples=200, deadline=None)
def test_whatever_either_side_changes_both_have_the_same_tensor(changes):
    line, mine = Line(), torch.arange(6.0)
    (theirs,), decoder = line.lend(mine)
    for by_the_box, change in changes:
        CHANGES[change](theirs if by_the_box else mine)
        if by_the_box:
            line.give_back(None, decoder)
        else:
            (again,), decoder = line.lend(mine)
            assert again is theirs
        assert state(mine) == state(theirs)


def test_a_tensor_that_did_not_change_crosses_as_its_name():
    line, mine = Line(), torch.zeros(1000)
    line.lend(mine)
    encoder = Encoder(line.judge)
    encoder.add(mine)
    assert [type(node) for node in encoder.graph().nodes] == [Known]
    assert not encoder.buffers
    there = Encoder(line.box)
    assert there.add_changed(line.box.values()) == []


def test_part_of_a_block_is_sent_again_however_little_changed():
    """What lies beside a view never crossed, so that the whole block can't be compared with what did."""
    line, mine = Line(), torch.zeros(4)[1:3]
    line.lend(mine)
    encoder = Encoder(line.judge)
    encoder.add(mine)
    assert Known not in {type(node) for node in encoder.graph().nodes}


def test_what_was_begun_and_given_up_is_there_all_the_same():
    """The tensor is in the message, in a list that is not: the sender counts on its being there from now on."""
    line, tensor = Line(), torch.zeros(3)
    encoder = Encoder(line.judge)
    assert encoder.add_changed([[tensor, object()]]) == []
    Decoder(*cross(encoder), line.box).take_up()
    (there,), _ = line.lend(tensor)
    assert there.tolist() == [0, 0, 0]


def test_values_in_step_that_are_too_many_are_not_left_as_they_were(monkeypatch):
    """The other side would go on with what is no longer so, and nobody would know."""
    monkeypatch.setattr("grader.wire.encode.MAX_NODES", 100)
    line, few, many = Line(), [1], list(range(60))
    line.lend(few, many)
    few[0] = 2
    many += many[:-1]
    with pytest.raises(TooManyParts):
        Encoder(line.judge).add_changed([many, few])


def test_a_result_that_is_an_argument_is_that_argument():
    line, array, numbers = Line(), np.arange(6.0), [1, 2]
    (there, there_numbers), decoder = line.lend(array, numbers)
    (first, second, part), _ = line.give_back((there, there_numbers, there[2:4]), decoder)
    assert first is array
    assert second is numbers
    assert np.shares_memory(part, array)


def test_identity_holds_from_call_to_call():
    line, model = Line(), nn.Linear(2, 1)
    (first,), _ = line.lend(model)
    (second,), _ = line.lend(model)
    assert first is second
    line.judge.forget()
    line.box.forget()
    (third,), _ = line.lend(model)
    assert third is not first


def test_containers_that_the_box_changed_are_changed_here():
    line = Line()
    numbers, table, bag, line_up = [1], {"a": 1}, {1}, collections.deque([1])
    there, decoder = line.lend(numbers, table, bag, line_up)
    there[0][:] = [5, there[1]]
    there[1]["b"] = [2]
    there[2].add(9)
    there[3].appendleft(0)
    line.give_back(None, decoder)
    assert numbers == [5, table]
    assert numbers[1] is table
    assert table == {"a": 1, "b": [2]}
    assert bag == {1, 9}
    assert list(line_up) == [0, 1]


def test_a_read_only_array_is_read_only_over_there():
    array = np.arange(3.0)
    array.flags.writeable = False
    assert not same(array).flags.writeable


def test_tensors_keep_gradient_flags_views_and_gradients():
    weights = torch.arange(6.0).reshape(2, 3).requires_grad_()
    weights.grad = torch.ones(2, 3)
    turned = weights.detach().T
    (there, there_turned), _ = Line().lend(weights, turned)
    assert there.requires_grad
    assert torch.equal(there.grad, weights.grad)
    assert there_turned.data_ptr() == there.data_ptr()
    assert not there_turned.is_contiguous()


def test_a_gradient_that_was_computed_over_there_comes_back():
    line, weights = Line(), torch.tensor([1.0, 2.0], requires_grad=True)
    (there,), decoder = line.lend(weights)
    (there * torch.tensor([3.0, 4.0])).sum().backward()
    line.give_back(None, decoder)
    assert weights.grad.tolist() == [3.0, 4.0]


class Liar(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class Faker(torch.Tensor):
    pass


class OwnModule(nn.Module):
    pass


def deep_list(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        Liar(1),
        torch.ones(2).as_subclass(Faker),
        OwnModule(),
        lambda: 1,
        object(),
        np.array([object()]),
        np.ma.array([1]),
        1 << 5000,
        "\ud800",
        deep_list(MAX_DEPTH + 5),
        [0] * 300_000,
        torch.eye(2).to_sparse(),
    ],
    ids=(
        "float subclass,tensor subclass,own module,function,object,objects in an array,masked array,huge int,surrogate,"
        "deep,long,sparse"
    ).split(","),
)
def test_what_has_no_form_on_the_wire_is_refused(value):
    with pytest.raises(CannotCross):
        same(value)


def test_a_stretched_view_costs_no_more_than_the_memory_behind_it():
    line, small = Line(), np.arange(2.0)
    (there,), decoder = line.lend(np.broadcast_to(small, (1 << 12, 2)))
    assert there.shape == (1 << 12, 2)
    giant = np.broadcast_to(np.float64(0.0), (1 << 20, 1 << 20))
    with pytest.raises(Breach):  # and at once, though it would take terabytes
        line.give_back(giant, decoder)
