"""The judge's end of a box: what answers a question is taken, and anything else ends the box."""

import socket
import threading
import time

import numpy as np
import pytest
import torch

from grader.judge.channel import BoxEnded
from grader.judge.subject.box import Box, BoxLost, SuiteCannotAsk
from grader.judge.subject.settings import Watch
from grader.judge.subject.tape import MAX_BYTES, Tape
from grader.wire.encode import Encoder
from grader.wire.files import Mirror
from grader.wire.frames import answer_frame, receive_ask
from grader.wire.messages import Answer, Imported, Problem, Raised, Ready, decode_ask, encode
from grader.wire.nodes import Graph, Known, Plain, Sequence
from grader.wire.objects import BOX, Objects
from tests.judge.conftest import in_a_fork

SEVEN = Graph([Plain(7)], [])
NOTHING = Graph([], [])


class Host:
    """Grants the one box whose judge's end this is, and says of none how it died; keeps the other end open."""

    def __init__(self, judges_end, boxes_end):
        self.judges_end, self.boxes_end = judges_end, boxes_end

    def need_box(self):
        return self.judges_end

    def end_box(self, *, gone):
        return BoxEnded("", "")


def open_box(talk, folder, ends, early=(), tape=None):
    """The judge's end of a box that is confined, says something early, and then talks like this."""
    ours, theirs = socket.socketpair()
    say(theirs, Ready(""), *early)
    threading.Thread(target=talk, args=(theirs,), daemon=True).start()
    return Box(
        Host(ours, theirs),
        asking=None,
        rooted={},
        watch=Watch(),
        on_device=lambda _tensor, _device: None,
        heard=lambda _printed, _warned: None,
        ended=lambda lost: ends.append(str(lost)),
        entered=lambda *_: None,
        memory="",
        files=Mirror(str(folder)),
        tape=tape or Tape(),
    )


def meet(talk, folder, *, questions=1, patience_s=20.0, early=()):
    """What comes of questions to a box that talks like this, and why it was ended: in a fork, which a `Watch` changes."""

    def work():
        ends, told = [], []
        box = open_box(talk, folder, ends, early)
        for _ in range(questions):
            try:
                told.append(box.do("call", None, (), {}, time.monotonic() + patience_s)[0].value)
            except BoxLost as lost:
                told.append(f"{lost.status}: {lost}")
        return told, ends

    return in_a_fork(work)


def asked(sock):
    """The id of the question that comes next."""
    return decode_ask(receive_ask(sock)[0]).call


def say(sock, *messages):
    for message in messages:
        answer_frame(sock, encode(message))


def test_an_answer_is_taken(tmp_path):
    def talk(sock):
        for _ in range(2):
            say(sock, Answer(asked(sock), 0, [], SEVEN))

    assert meet(talk, tmp_path, questions=2) == ([7, 7], [])


def test_what_is_kept_for_a_diagnosis_is_bounded_in_texts_too(tmp_path):
    text = Graph([Plain("x" * (4 << 20))], [])

    def talk(sock):
        for _ in range(12):
            say(sock, Answer(asked(sock), 0, [], text))

    def work():
        tape = Tape()
        tape.begin_test("t")
        box = open_box(talk, tmp_path, [], tape=tape)
        told = [box.do("call", None, (), {}, time.monotonic() + 20)[0].value for _ in range(12)]
        return len(told), len(tape.tests[0].exchanges), tape.tests[0].cut

    told, kept, cut = in_a_fork(work)
    assert (told, cut) == (12, True)
    assert kept * (4 << 20) <= MAX_BYTES


def test_who_speaks_before_the_question_is_ended(tmp_path):
    told, ends = meet(lambda _: None, tmp_path, questions=2, early=[Answer(1, 0, [], SEVEN)])
    assert told == ["crashed: it broke the protocol: it spoke before it was asked"] * 2
    assert len(ends) == 1


@pytest.mark.parametrize(
    "answer",
    [
        lambda call: Answer(call + 1, 0, [], SEVEN),
        lambda call: Answer(-call, 0, [], SEVEN),
        lambda _: Answer(0, 0, [], SEVEN),
        lambda call: Raised(call ^ 1, Problem("ValueError", "ValueError", "", [], []), [], NOTHING),
        lambda _: Ready(""),
    ],
)
def test_an_answer_to_another_question_ends_the_box(tmp_path, answer):
    told, ends = meet(lambda sock: say(sock, answer(asked(sock))), tmp_path, questions=2)
    assert told == ["crashed: it answered another question"] * 2
    assert ends == ["it answered another question"]


def test_an_answer_of_another_kind_ends_the_box(tmp_path):
    def talk(sock):
        say(sock, Imported(asked(sock), [], NOTHING, [], {}, [], []))

    assert meet(talk, tmp_path)[0] == ["crashed: the box answered a question with something else"]


def test_a_second_answer_is_no_answer_to_the_next_question(tmp_path):
    def talk(sock):
        call = asked(sock)
        say(sock, Answer(call, 0, [], SEVEN), Answer(call, 0, [], SEVEN))
        asked(sock)

    # Either it lies there when the next one is put, or it came with the first.
    told, _ = meet(talk, tmp_path, questions=2)
    assert told[1] in (
        "crashed: it broke the protocol: it spoke before it was asked",
        "crashed: it broke the protocol: it said more than it was asked for",
    )


@pytest.mark.parametrize(("close", "status"), [(True, "crashed"), (False, "timeout")])
def test_silence_and_a_closed_line_are_told_apart(tmp_path, close, status):
    def talk(sock):
        asked(sock)
        if close:
            sock.close()

    told, _ = meet(talk, tmp_path, patience_s=20.0 if close else 0.1)
    assert told[0].startswith(status)


@pytest.mark.parametrize("node", [Known(2), Known(4), Sequence("list", 1, []), Sequence("list", 2, [])], ids=repr)
def test_what_the_suite_could_not_hand_over_is_not_the_boxs_to_name(tmp_path, node):
    """A suite may go on after a question that could not be put; the box is not handed what was in it by guessing."""

    def talk(sock):
        say(sock, Answer(asked(sock), 0, [0], Graph([node], [])))

    def work():
        box, deadline = open_box(talk, tmp_path, []), time.monotonic() + 20
        secret, numbers = torch.ones(2), [1]
        with pytest.raises(SuiteCannotAsk):
            box.do("call", None, ([numbers, secret, np.array([object()])],), {}, deadline)
        try:
            return repr(box.do("call", None, (), {}, deadline)[0].value)
        except BoxLost as lost:
            return [str(lost), numbers]

    told, numbers = in_a_fork(work)
    assert told.startswith("the answer breaks the protocol")
    assert numbers == [1]


@pytest.mark.parametrize(("shape", "fits"), [((2,), True), ((3,), False), ((2, 1), False), ((), False)])
def test_a_gradient_has_the_shape_of_what_it_is_of(tmp_path, shape, fits):
    def talk(sock):
        say(sock, Answer(asked(sock), 0, [], SEVEN))
        encoder = Encoder(Objects(BOX))
        place = encoder.add([torch.zeros(shape)])
        call = asked(sock)
        answer_frame(sock, encode(Answer(call, place, [], encoder.graph())), encoder.buffers)

    def work():
        box = open_box(talk, tmp_path, [])
        weights, deadline = torch.ones(2, requires_grad=True), time.monotonic() + 20
        box.do("call", None, (weights,), {}, deadline)
        own = box.id_of(weights)
        try:
            return [[grad.tolist() for grad in box.pull([own], [own], [torch.ones(2)], deadline)], ""]
        except BoxLost as lost:
            return [None, str(lost)]

    refused = "the box gave back a gradient of another shape"
    assert in_a_fork(work) == ([[[0.0, 0.0]], ""] if fits else [None, refused])
