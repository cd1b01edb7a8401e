"""What a box can do: all that a student's code needs."""

import signal
import statistics
import textwrap

import pytest


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import torch; x = torch.randn(300, 300, requires_grad=True); (x @ x).sum().backward(); out(tuple(x.grad.shape))", "(300, 300)"),
        ("import torch; m = torch.nn.Linear(3, 1); o = torch.optim.Adam(m.parameters()); m(torch.ones(2, 3)).sum().backward(); o.step(); out('stepped')", "'stepped'"),
        ("import torch; torch.save({'a': torch.ones(3)}, 'w.pt'); out(torch.load('w.pt')['a'].sum().item())", "3.0"),
        ("import torch; out(torch.linalg.svd(torch.eye(3)).S.sum().item())", "3.0"),
        ("import torch; d = torch.utils.data.DataLoader(list(range(8)), batch_size=4); out(sum(b.sum().item() for b in d))", "28"),
        ("import numpy as np; np.save('a.npy', np.eye(4)); out(float(np.load('a.npy').sum()))", "4.0"),
        ("import numpy as np; out(round(float(np.linalg.det(np.eye(64) * 2) ** (1 / 64)), 6))", "2.0"),
        ("import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.title('ação $x^2$'); plt.savefig('f.png'); plt.savefig('f.svg'); out(open('f.png', 'rb').read(4)[1:])", "b'PNG'"),
        ("import threading, queue; q = queue.Queue(); t = [threading.Thread(target=q.put, args=(n,)) for n in range(8)]; [x.start() for x in t]; [x.join() for x in t]; out(q.qsize())", "8"),
        ("from concurrent.futures import ThreadPoolExecutor as P; out(sum(P(4).map(int, '123')))", "6"),
        ("import torch; torch.set_num_threads(2); x = torch.randn(600, 600); (x @ x).sum(); out('two threads')", "'two threads'"),
        ("import sqlite3; out(sqlite3.connect(':memory:').execute('select 1').fetchone())", "(1,)"),
        ("import time; time.sleep(0.01); out(time.perf_counter() > 0)", "True"),
        ("import random, secrets, uuid; out(len(secrets.token_bytes(8)) + len(os.urandom(8)) + len(str(uuid.uuid4())))", "52"),
        ("import signal; signal.signal(signal.SIGALRM, lambda *_: out('rang')); signal.setitimer(signal.ITIMER_REAL, 0.01); signal.pause()", "'rang'"),
        ("import shutil; open('a', 'w').write('x'); shutil.copy2('a', 'b'); shutil.move('b', 'c'); os.remove('a'); out(os.listdir())", "['c']"),
        ("import datetime, decimal, zoneinfo; out(datetime.datetime(2024, 1, 1, tzinfo=zoneinfo.ZoneInfo('Europe/Lisbon')).year)", "2024"),
        ("import warnings, logging; logging.warning('x'); warnings.warn('y'); print('z'); sys.stdout.flush(); out('said')", "'said'"),
        ("import os; out((sys.stdin.read(), os.isatty(0)))", "('', False)"),
        ("import resource; out(resource.getrlimit(resource.RLIMIT_CORE))", "(0, 0)"),
        ("out(os.cpu_count() >= 1)", "True"),
        ("import faulthandler, gc, inspect; gc.collect(); out(len(gc.get_objects()) > 0)", "True"),
        ("exec(compile('def f(n):\\n  return 0 if n == 0 else 1 + f(n - 1)', 'x', 'exec')); out(f(900))", "900"),
    ],
)  # fmt: skip
def test_ordinary_work_runs(run_in_box, level, code, expected):
    assert run_in_box(code, level=level).text == expected


def test_the_wire_can_be_a_socket_that_is_received_from_and_sent_to(box_zygote):
    import socket

    import msgspec

    from grader.box import Policy, library_folders

    ours, theirs = socket.socketpair()
    code = "import socket; s = socket.socket(fileno=wire); s.settimeout(5); data = s.recv(10); s.sendall(data[::-1])"
    # The socket object must be made before confining where getsockopt is refused; `fileno=` with family needs none.
    code = code.replace("fileno=wire", "socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=wire")
    request = msgspec.msgpack.encode((Policy(readable=library_folders()), code))
    with box_zygote.fork(request, [theirs.fileno()], namespaces=True) as child, ours:
        theirs.close()
        ours.sendall(b"abc")
        ours.settimeout(5)
        assert ours.recv(100) == b"cba"
        assert child.wait(5).code == 0


def test_abort_and_a_wild_pointer_show_as_crashes(run_in_box, level):
    assert run_in_box("os.abort()", level=level).signal in (signal.SIGABRT, signal.SIGSEGV)
    assert run_in_box("import ctypes; ctypes.string_at(1)", level=level).signal == signal.SIGSEGV


def test_deep_recursion_in_c_shows_as_a_crash_or_an_error(run_in_box, level):
    code = "sys.setrecursionlimit(10 ** 8)\nclass A:\n  def __getattr__(self, n): return getattr(self, n)\nA().x"
    ended = run_in_box(code, level=level)
    assert ended.signal in (signal.SIGSEGV, signal.SIGKILL) or "Error" in ended.text


def test_an_out_of_memory_error_can_be_caught(run_in_box, level):
    code = """
    try:
        x = bytearray(1 << 31)
    except MemoryError:
        out('caught')
    """
    assert run_in_box(textwrap.dedent(code), level=level, memory=200 << 20).text == "'caught'"


def test_a_gibibyte_allowed_can_be_used(run_in_box, level):
    assert run_in_box("x = bytearray(900 << 20); out(len(x) >> 20)", level=level, memory=1 << 30).text == "900"


def test_isolation_costs_little(run_in_box):
    """The median processor time of an isolated fork against one that only has limits; generous."""

    def median(level: str) -> float:
        return statistics.median(run_in_box("pass", level=level).cpu_s for _ in range(15))

    assert median("full") - median("none") < 0.1
