"""Large values cross as copies, and of those that come back only what was changed."""

import gc
import os
from pathlib import Path

import numpy as np
import pytest
import torch

from grader.wire import mapping
from grader.wire.breach import Breach
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.frames import Payload
from grader.wire.objects import BOX, JUDGE, READER, Objects
from tests.wire.carry import to_box, to_judge


class Sides:
    """Judge and box with values that cross between them as frames do."""

    def __init__(self, pair, lender):
        self.pair, self.lender = pair, lender
        self.judge, self.box = Objects(JUDGE), Objects(BOX)

    def ask(self, value):
        encoder = Encoder(self.judge)
        index = encoder.add(value)
        graph = encoder.graph()
        _, payload = to_box(self.pair, self.lender.pack(encoder.buffers))
        decoder = Decoder(graph, payload, self.box)
        return decoder.value(index), decoder

    def answer(self, value, decoder=None):
        encoder = Encoder(self.box)
        index = encoder.add(value)
        graph = encoder.graph()
        _, payload = to_judge(self.pair, encoder.buffers, self.lender)
        return Decoder(graph, payload, self.judge).value(index), graph.sizes


@pytest.fixture(params=[True, False], ids=["pages watched", "compared whole"])
def sides(pair, lender, request, monkeypatch):
    monkeypatch.setattr(mapping, "_page_map", [])
    if request.param:
        mapping.watch_pages()
    yield Sides(pair, lender)
    for descriptor, _ in mapping._page_map:
        os.close(descriptor)


def large_values():
    return [np.random.default_rng(3).normal(size=(700, 900)), torch.randn(700, 900), np.ones(3 << 20, bool)]


@pytest.mark.parametrize("number", range(3))
def test_a_value_that_was_only_read_does_not_come_back(sides, number):
    value = large_values()[number]
    there, decoder = sides.ask(value)
    assert there.sum() == value.sum()
    back, sizes = sides.answer(there, decoder)
    assert back is value
    assert sizes == []


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("place", [0, -1])
def test_a_value_that_was_changed_comes_back(sides, number, place):
    value = large_values()[number]
    there, decoder = sides.ask(value)
    there.reshape(-1)[place] = 0
    back, sizes = sides.answer(there, decoder)
    assert back is value
    assert value.reshape(-1)[place] == 0
    assert len(sizes) == 1
    there, _ = sides.ask(value)
    assert there.reshape(-1)[place] == 0


def test_a_page_that_was_written_with_what_stood_there_does_not_come_back(sides):
    value = large_values()[0]
    there, decoder = sides.ask(value)
    there[0, 0] = float(there[0, 0])
    assert sides.answer(there, decoder)[1] == []


def test_a_second_call_sees_what_the_judge_changed_and_the_same_object(sides):
    value = large_values()[0]
    there, _ = sides.ask(value)
    there[5, 5] = 8.0
    row = there[5]
    value[0, 0] = 77.0
    again, decoder = sides.ask(value)
    assert again is there
    assert again[0, 0] == 77.0
    assert row[5] == value[5, 5]
    assert sides.answer(again, decoder)[1] == []


def test_an_array_outlives_its_frame_and_its_test(sides):
    there, decoder = sides.ask(large_values()[0])
    total = there.sum()
    del decoder
    sides.box.forget()
    sides.judge.forget()
    gc.collect()
    assert there.sum() == total


def test_a_result_is_new_memory_of_the_judge(sides):
    made = np.arange(1 << 18, dtype=np.float64)
    back, _ = sides.answer(made)
    assert back.tolist() == made.tolist()
    back[0] = 5.0
    assert made[0] == 0.0


def test_a_forged_bool_in_a_file_is_a_breach(sides):
    value = np.ones(2 << 20, bool)
    there, decoder = sides.ask(value)
    there.view(np.uint8)[3] = 2
    with pytest.raises(Breach):
        sides.answer(there, decoder)
    assert value.view(np.uint8).max() == 1


def test_part_of_an_array_shows_no_more_than_itself(sides):
    data = np.random.default_rng(3).normal(size=(1 << 17, 4))
    there, decoder = sides.ask(data[:, :3])
    assert there.base[: 1 << 20].any()
    assert not np.ndarray((1 << 17,), np.float64, there.base, 24, (32,)).any()
    last = data[:, 3].copy()
    there[...] = 1.0
    sides.answer(there, decoder)
    assert (data[:, :3] == 1.0).all()
    assert (data[:, 3] == last).all()


def test_a_recorded_call_is_read_again(sides):
    value = large_values()[0]
    encoder = Encoder(Objects(JUDGE))
    index = encoder.add(value)
    graph = encoder.graph()
    record = Payload.of(sides.lender.pack(encoder.buffers))
    expected = value.copy()
    value[...] = 0.0
    assert (Decoder(graph, record, Objects(READER)).value(index) == expected).all()


def test_five_calls_leave_no_memory(sides):
    def resident_kib():
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Rss:"))

    value = np.ones(4 << 20)
    before = 0
    for number in range(6):
        value[0] = number
        there, decoder = sides.ask(value)
        assert there.sum() == value.sum()
        sides.answer(there, decoder)
        before = before or resident_kib()
    assert resident_kib() - before < 8 << 10
