"""Large buffers cross in files of memory: sealed on the way to a box, never mapped on the way back."""

import fcntl
import gc
import mmap
import os
import socket
import struct
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from grader.wire.breach import Breach
from grader.wire.caps import MAX_PAYLOAD
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.frames import Payload, answer_frame, receive_ask, receive_frame, send_frame
from grader.wire.large import LARGE, Lender, Part, place
from grader.wire.mapping import map_part, watch_pages
from grader.wire.objects import BOX, JUDGE, READER, Objects

DEADLINE_S = 20
SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE


@pytest.fixture
def pair():
    left, right = socket.socketpair()
    with left, right:
        yield left, right


@pytest.fixture(params=["memfd", "folder"])
def lender(request):
    """One with memfds, and one with a folder in memory (of small pages: only root may mount one of huge pages here)."""
    return Lender("/dev/shm" if request.param == "folder" else "")


def bytes_of(size, seed=0):
    return np.random.default_rng(seed).integers(0, 256, size, np.uint8).data


def to_box(pair, pieces, header=b"header"):
    sender = threading.Thread(target=send_frame, args=(pair[0], header, pieces))
    sender.start()
    received = receive_ask(pair[1])
    sender.join()
    return received


def to_judge(pair, buffers, lender, header=b"header"):
    sender = threading.Thread(target=answer_frame, args=(pair[1], header, buffers))
    sender.start()
    received = receive_frame(pair[0], deadline=time.monotonic() + DEADLINE_S, lender=lender)
    sender.join()
    return received


def contents(piece):
    return bytes(piece.read() if isinstance(piece, Part) else piece)


def descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


BUFFERS = [b"small", bytes_of(LARGE), b"", bytes_of(3 * LARGE + 5, 1), b"last", bytes_of(LARGE - 1, 2)]


def test_large_and_small_buffers_arrive_at_the_box_in_order(pair, lender):
    header, payload = to_box(pair, lender.pack(BUFFERS))
    assert header == b"header"
    pieces = payload.cut([len(buffer) for buffer in BUFFERS])
    assert [isinstance(piece, Part) for piece in pieces] == [False, True, False, True, False, False]
    assert [contents(piece) for piece in pieces] == [bytes(buffer) for buffer in BUFFERS]


def test_large_and_small_buffers_arrive_at_the_judge_in_order(pair, lender):
    header, payload = to_judge(pair, BUFFERS, lender)
    assert header == b"header"
    pieces = payload.cut([len(buffer) for buffer in BUFFERS])
    assert [contents(piece) for piece in pieces] == [bytes(buffer) for buffer in BUFFERS]


def test_small_buffers_need_no_file(pair, lender):
    _, payload = to_judge(pair, [b"one", b"two"], lender)
    assert payload.file is None
    assert payload.stream == b"onetwo"


def test_the_box_cannot_change_what_it_is_lent(pair, lender):
    _, payload = to_box(pair, lender.pack([bytes_of(LARGE)]))
    descriptor = payload.file.descriptor
    if not lender._folder:
        assert fcntl.fcntl(descriptor, fcntl.F_GET_SEALS) == SEALS
    for change in (
        lambda: os.pwrite(descriptor, b"x", 0),
        lambda: os.ftruncate(descriptor, 1),
        lambda: os.ftruncate(descriptor, LARGE * 2),
        lambda: mmap.mmap(descriptor, LARGE, mmap.MAP_SHARED, mmap.PROT_WRITE),
    ):
        with pytest.raises(OSError):
            change()


def test_a_mapping_is_a_copy(pair, lender):
    data = bytes_of(LARGE)
    _, payload = to_box(pair, lender.pack([data]))
    (part,) = payload.cut([LARGE])
    block = memoryview(map_part(part)).cast("B")
    block[7] = data[7] ^ 1
    assert contents(part) == bytes(data)


def lying_box(pair, size, deed):
    """A box that asks for a file of this size, has its way with it, and goes on."""

    def run():
        pair[1].sendall(struct.pack("<4sIQQ", b"GRF1", 2, 0, size))
        _, control, _, _ = pair[1].recvmsg(1, 64)
        deed(struct.unpack("i", control[0][2])[0])
        pair[1].sendall(b"{}")

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.parametrize("keep", ["descriptor", "copy of it", "mapping"])
def test_a_box_that_keeps_its_file_is_a_breach_and_keeps_no_memory(pair, lender, keep):
    kept = []

    def deed(descriptor):
        os.pwrite(descriptor, b"x" * LARGE, 0)
        kept.append(mmap.mmap(descriptor, LARGE) if keep == "mapping" else os.dup(descriptor))
        kept.append(os.dup(descriptor))
        if keep != "descriptor":
            os.close(descriptor)

    thread = lying_box(pair, LARGE, deed)
    with pytest.raises(Breach, match="let go"):
        receive_frame(pair[0], deadline=time.monotonic() + DEADLINE_S, lender=lender)
    thread.join()
    assert os.fstat(kept[1]).st_blocks == 0
    if not lender._folder:
        with pytest.raises(OSError):
            os.pwrite(kept[1], b"x", 0)
    if keep == "mapping":
        kept[0].close()
    os.close(kept[1])


def test_a_file_that_was_shrunk_is_a_breach(pair, lender):
    def deed(descriptor):
        os.ftruncate(descriptor, LARGE)
        os.close(descriptor)

    thread = lying_box(pair, 4 * LARGE, deed)
    _, payload = receive_frame(pair[0], deadline=time.monotonic() + DEADLINE_S, lender=lender)
    thread.join()
    (part,) = payload.cut([4 * LARGE])
    with pytest.raises(Breach):
        part.read()


def test_a_box_cannot_grow_its_memfd():
    file = Lender().offer(LARGE)
    with pytest.raises(OSError):
        os.ftruncate(file.descriptor, LARGE + 1)
    with pytest.raises(OSError):
        os.pwrite(file.descriptor, b"x", LARGE)
    with pytest.raises(OSError):
        os.posix_fallocate(file.descriptor, 0, LARGE * 4)


@pytest.mark.parametrize("size", [0, 1, LARGE - 1, MAX_PAYLOAD + 1, (1 << 64) - 1])
def test_a_file_of_a_size_that_cannot_be_is_a_breach(pair, lender, size):
    pair[1].sendall(struct.pack("<4sIQQ", b"GRF1", 2, 0, size))
    with pytest.raises(Breach):
        receive_frame(pair[0], deadline=time.monotonic() + DEADLINE_S, lender=lender)


@pytest.mark.parametrize("sizes", [[LARGE], [LARGE * 2, LARGE], [LARGE * 4 + 1], [-1, 4 * LARGE + 1], [], [1] * 9])
def test_sizes_that_lie_are_a_breach(lender, sizes):
    with pytest.raises(Breach):
        Payload(b"", lender.offer(4 * LARGE)).cut(sizes)


def test_who_lends_nothing_takes_no_file(pair):
    pair[1].sendall(struct.pack("<4sIQQ", b"GRF1", 2, 0, LARGE))
    with pytest.raises(Breach):
        receive_frame(pair[0], deadline=time.monotonic() + DEADLINE_S)


def open_socket(_):
    one, other = socket.socketpair()
    other.close()
    return one.detach()


def open_fifo(folder):
    os.mkfifo(folder / "fifo")
    return os.open(folder / "fifo", os.O_RDWR)


SENDABLE = {
    "memfd": lambda _: os.memfd_create("unsealed", os.MFD_ALLOW_SEALING),
    "fifo": open_fifo,
    "regular file": lambda _: os.open(__file__, os.O_RDONLY),
    "device": lambda _: os.open("/dev/zero", os.O_RDONLY),
    "socket": open_socket,
}


@pytest.mark.parametrize("kind", SENDABLE)
@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("magic", [b"GRD1", b"GRF1"])
def test_no_descriptor_reaches_the_judge(pair, lender, tmp_path, kind, count, magic):
    descriptor = SENDABLE[kind](tmp_path)
    before = descriptors()
    prefix = struct.pack("<4sIQ", magic, 6, 0) + (struct.pack("<Q", LARGE) if magic == b"GRF1" else b"")
    socket.send_fds(pair[1], [prefix + b"header"], [descriptor] * count)
    with pytest.raises(Breach, match="descriptor"):
        receive_frame(pair[0], deadline=time.monotonic() + DEADLINE_S, lender=lender)
    assert descriptors() == before
    os.close(descriptor)


def test_a_descriptor_beside_the_header_is_a_breach_too(pair, lender):
    pair[1].sendall(struct.pack("<4sIQ", b"GRD1", 6, 0))
    socket.send_fds(pair[1], [b"header"], [0])
    with pytest.raises(Breach, match="descriptor"):
        receive_frame(pair[0], deadline=time.monotonic() + DEADLINE_S, lender=lender)


@pytest.mark.parametrize("hold", ["descriptor", "mapping"])
def test_what_a_box_holds_counts_against_its_room(pair, hold):
    lender, data = Lender(room=3 * LARGE), bytes_of(2 * LARGE)
    _, payload = to_box(pair, lender.pack([data]))
    held = payload if hold == "descriptor" else map_part(payload.cut([len(data)])[0])
    del payload
    _, streamed = to_box(pair, lender.pack([data]))
    assert streamed.file is None
    assert streamed.stream == data
    del held
    assert to_box(pair, lender.pack([data]))[1].file is not None


def test_frames_leave_no_descriptor(pair, lender):
    gc.collect()
    before = descriptors()
    for _ in range(5):
        _, asked = to_box(pair, lender.pack(BUFFERS))
        _, answered = to_judge(pair, BUFFERS, lender)
    del asked, answered
    lender.collect()
    assert descriptors() == before


def test_places_do_not_overlap():
    places, end = place([LARGE, 3, LARGE + 1, 5 * LARGE, 7])
    assert places == [0, -1, 2 << 20, 4 << 20, -1]
    assert end == 9 * LARGE


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
    from grader.wire import mapping

    monkeypatch.setattr(mapping, "_page_map", [])
    if request.param:
        watch_pages()
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
