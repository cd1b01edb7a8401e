"""Carries frames over the two ends of a line as judge and box do: one sends while the other receives."""

import threading
import time

from grader.wire.frames import answer_frame, receive_ask, receive_frame, send_frame

__all__ = ["DEADLINE_S", "to_box", "to_judge"]

DEADLINE_S = 20


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
