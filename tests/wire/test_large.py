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

from grader.wire.breach import Breach
from grader.wire.caps import MAX_PAYLOAD
from grader.wire.frames import Payload, receive_frame
from grader.wire.large import LARGE, Lender, Part, place
from grader.wire.mapping import map_part
from tests.wire.carry import DEADLINE_S, to_box, to_judge

SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE


def bytes_of(size, seed=0):
    return np.random.default_rng(seed).integers(0, 256, size, np.uint8).data


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


def test_what_is_streamed_and_what_is_in_the_file_count_together(pair, lender):
    pair[1].sendall(struct.pack("<4sIQQ", b"GRF1", 2, MAX_PAYLOAD - LARGE + 1, LARGE))
    with pytest.raises(Breach, match="size"):
        receive_frame(pair[0], deadline=time.monotonic() + DEADLINE_S, lender=lender)


@pytest.mark.parametrize("more", [b"x", b"GRD1" + bytes(12)], ids=["a byte", "a frame"])
def test_what_a_box_says_beyond_its_frame_is_a_breach(pair, lender, more):
    pair[1].sendall(struct.pack("<4sIQ", b"GRD1", 2, 0) + b"{}" + more)
    with pytest.raises(Breach, match="more than it was asked for"):
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
