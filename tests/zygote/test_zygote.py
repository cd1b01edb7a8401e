import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from grader.errors import ZygoteError
from grader.zygote import Child, Zygote

_OBEY = "tests.zygote.entries:obey"


@pytest.fixture(scope="module")
def zygote():
    with Zygote.start(_OBEY, preload=["json"], warm="tests.zygote.entries:warm", warm_argument=b"once") as started:
        yield started


def start(zygote: Zygote, code: str, *, namespaces: bool) -> tuple[Child, int]:
    readable, writable = os.pipe()
    try:
        return zygote.fork(textwrap.dedent(code).encode(), [writable], namespaces=namespaces), readable
    finally:
        os.close(writable)


def run(zygote: Zygote, code: str, *, namespaces: bool = False):
    child, readable = start(zygote, code, namespaces=namespaces)
    with child, os.fdopen(readable, "rb") as stream:
        text = stream.read().decode()
        return text, child.wait(10)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def count_files(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def wait_until(claim, timeout_s: float = 5.0) -> bool:
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if claim():
            return True
        time.sleep(0.01)
    return claim()


both = pytest.mark.parametrize("namespaces", [False, True], ids=["plain", "namespaces"])


@both
def test_a_fork_runs_the_entry_with_its_request_and_descriptors(zygote, namespaces):
    text, ended = run(zygote, "out(6 * 7)", namespaces=namespaces)
    assert text == "42"
    assert (ended.code, ended.signal) == (0, None)


def test_the_warm_up_ran_once_before_the_forks(zygote):
    assert run(zygote, "out(_WARMED)")[0] == "[b'once']"


@both
def test_a_fork_holds_only_its_own_descriptors_and_dev_null(zygote, namespaces):
    text, _ = run(
        zygote,
        "out([(fd, os.readlink(f'/proc/self/fd/{fd}')) for fd in range(64) if os.path.exists(f'/proc/self/fd/{fd}') or os.path.islink(f'/proc/self/fd/{fd}')])",
        namespaces=namespaces,
    )
    links = dict(eval(text))
    assert [links.pop(standard) for standard in (0, 1, 2)] == ["/dev/null"] * 3
    assert [link for link in links.values() if not link.startswith("pipe:")] == []
    assert len(links) == 1


def test_the_environment_of_the_host_stays_with_the_host(monkeypatch):
    monkeypatch.setenv("COURSE_SECRET", "hunter2")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    with Zygote.start(_OBEY, preload=[], env={"ADDED": "yes"}) as zygote:
        text, _ = run(zygote, "out((dict(os.environ), Path('/proc/self/environ').read_bytes()))")
    assert "hunter2" not in text
    assert "/somewhere" not in text
    assert "'ADDED': 'yes'" in text
    assert "'OMP_NUM_THREADS': '1'" in text


def test_a_fork_in_namespaces_is_pid_1_of_its_own_world(zygote):
    text, _ = run(
        zygote,
        "out((os.getpid(), [os.stat('/proc/self/ns/' + kind).st_ino for kind in ('user', 'net', 'mnt', 'ipc', 'uts')]))",
        namespaces=True,
    )
    pid, inodes = eval(text)
    assert pid == 1
    ours = [Path(f"/proc/self/ns/{kind}").stat().st_ino for kind in ("user", "net", "mnt", "ipc", "uts")]
    assert not set(inodes) & set(ours)


def test_what_libraries_run_at_a_fork_runs_once_in_the_zygote_and_in_forks_of_its_forks():
    """`tests.zygote.at_fork` counts how often its hook ran."""
    code = """
        from tests.zygote import at_fork
        before = len(at_fork.RUNS)
        readable, writable = os.pipe()
        if os.fork() == 0:
            os.write(writable, bytes([len(at_fork.RUNS)]))
            os._exit(0)
        os.wait()
        out((before, os.read(readable, 1)[0]))
    """
    with Zygote.start(_OBEY, preload=["tests.zygote.at_fork"]) as zygote:
        assert [run(zygote, code)[0] for _ in range(2)] == ["(1, 2)", "(1, 2)"]


def test_memory_that_a_fork_asks_for_is_not_on_pages_that_it_shares():
    """The holes are filled before: a fork's own small objects lie together, past all that was there."""
    code = "kept = [object() for _ in range(4000)]; "
    code += "out(len({id(one) >> 12 for one in kept}))"
    with Zygote.start(_OBEY, preload=["json", "email.mime.text", "unittest.mock"]) as zygote:
        pages = int(run(zygote, code)[0])
    assert pages < 4000 * 64 // 4096, f"4,000 objects of 16 bytes lie on {pages} pages"


@both
def test_the_thread_id_is_fresh_so_that_glibc_can_signal_itself(zygote, namespaces):
    text, ended = run(
        zygote,
        "signal.signal(signal.SIGUSR1, lambda *_: out('caught')); signal.raise_signal(signal.SIGUSR1)",
        namespaces=namespaces,
    )
    assert text == "'caught'"
    assert ended.code == 0


@both
def test_an_entry_that_raises_ends_with_code_70(zygote, namespaces):
    assert run(zygote, "raise KeyboardInterrupt", namespaces=namespaces)[1].code == 70


@both
def test_abort_shows_as_a_signal(zygote, namespaces):
    ended = run(zygote, "os.abort()", namespaces=namespaces)[1]
    assert ended.code is None
    assert ended.signal == (signal.SIGSEGV if namespaces else signal.SIGABRT)


def test_the_exit_tells_processor_time_and_memory(zygote):
    _, ended = run(
        zygote, "block = b'x' * (80 << 20)\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
    )
    assert 0.2 <= ended.cpu_s < 5
    assert ended.max_rss_kib > 80 << 10


@both
def test_wait_gives_up_at_its_timeout_and_kill_ends_the_child(zygote, namespaces):
    child, readable = start(
        zygote,
        "signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals()); time.sleep(60)",
        namespaces=namespaces,
    )
    with child:
        assert child.wait(0.05) is None
        child.kill()
        assert child.wait(5).signal == signal.SIGKILL
        child.kill()
        assert child.wait(None).signal == signal.SIGKILL
    os.close(readable)
    assert not is_alive(child.pid)


@both
@pytest.mark.parametrize("end", ["kill", "exit"])
def test_no_grandchild_outlives_a_child(zygote, namespaces, end):
    tag = f"grader-test-{os.getpid()}-{namespaces}-{end}"
    code = f"""
    if os.fork() == 0:
        Path('/proc/self/comm').write_text('{tag[-15:]}')
        out('up')
        time.sleep(60)
    time.sleep({60 if end == "kill" else 0.3})
    """
    child, readable = start(zygote, code, namespaces=namespaces)
    with child:
        assert os.read(readable, 100) == b"'up'"
        if end == "kill":
            child.close()
        else:
            assert child.wait(5).code == 0
        assert wait_until(lambda: not any(_comm(pid) == tag[-15:] for pid in Path("/proc").glob("[0-9]*")))
    os.close(readable)


def _comm(folder: Path) -> str:
    try:
        return (folder / "comm").read_text().strip() if is_alive(int(folder.name)) else ""
    except OSError:
        return ""


@both
def test_children_die_with_a_zygote_that_is_killed(namespaces):
    zygote = Zygote.start(_OBEY, preload=[])
    child, readable = start(zygote, "out('up'); time.sleep(60)", namespaces=namespaces)
    assert os.read(readable, 10) == b"'up'"
    os.close(readable)
    os.kill(zygote.pid, signal.SIGKILL)
    with pytest.raises(ZygoteError, match="died"):
        child.wait(5)
    assert wait_until(lambda: not is_alive(child.pid))
    with pytest.raises(ZygoteError, match="did not fork"):
        zygote.fork(b"", [], namespaces=False)
    child.close()
    zygote.close()


def test_a_dead_zygote_is_dead_to_all_threads_that_ask_at_once():
    """A grader that takes it for alive says that the student's code crashed."""
    usual = sys.getswitchinterval()
    for _ in range(5):
        zygote = Zygote.start(_OBEY, preload=[])
        assert zygote.alive
        os.kill(zygote.pid, signal.SIGKILL)
        os.waitid(os.P_PID, zygote.pid, os.WEXITED | os.WNOWAIT)
        together = threading.Barrier(8)

        def ask(_, zygote=zygote, together=together):
            together.wait()
            return zygote.alive

        sys.setswitchinterval(1e-6)
        try:
            with ThreadPoolExecutor(8) as pool:
                assert list(pool.map(ask, range(8))) == [False] * 8
        finally:
            sys.setswitchinterval(usual)
        zygote.close()
        assert not zygote.alive


def test_zygote_and_children_die_with_a_host_that_is_killed():
    host = """
    import sys, time
    from grader.zygote import Zygote
    zygote = Zygote.start("tests.zygote.entries:obey", preload=[])
    children = [zygote.fork(b"time.sleep(60)", [], namespaces=n) for n in (False, True)]
    print(zygote.pid, *(child.pid for child in children), flush=True)
    time.sleep(60)
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(host)], stdout=subprocess.PIPE, text=True) as process:
        pids = [int(word) for word in process.stdout.readline().split()]
        assert len(pids) == 3
        assert all(map(is_alive, pids))
        process.kill()
    assert wait_until(lambda: not any(map(is_alive, pids)))


def test_closing_the_zygote_ends_its_children():
    with Zygote.start(_OBEY, preload=[]) as zygote:
        children = [zygote.fork(b"time.sleep(60)", [], namespaces=kind) for kind in (False, True)]
    assert not any(is_alive(child.pid) for child in children)
    assert [child.wait(5).signal for child in children] == [signal.SIGKILL] * 2
    zygote.close()
    for child in children:
        child.close()


def test_many_threads_may_fork_at_once(zygote):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: run(zygote, f"out({n})", namespaces=n % 2 == 0)[0], range(64)))
    assert answers == [str(n) for n in range(64)]


def test_forks_leave_no_descriptor_and_no_zombie_in_the_zygote(zygote):
    before, ours = count_files(zygote.pid), count_files(os.getpid())
    for number in range(40):
        run(zygote, "1 / 0" if number % 2 else "out(1)", namespaces=number % 4 < 2)
    assert wait_until(lambda: count_files(zygote.pid) <= before)
    assert count_files(os.getpid()) == ours
    assert Path(f"/proc/{zygote.pid}/task/{zygote.pid}/children").read_text() == ""


def test_a_fork_that_the_zygote_refuses_leaves_it_working():
    with Zygote.start(_OBEY, preload=[]) as zygote:
        limits = f"import resource; resource.prlimit({zygote.pid}, resource.RLIMIT_NOFILE, (6, 4096))"
        subprocess.run([sys.executable, "-c", limits], check=True)
        with pytest.raises(ZygoteError):
            zygote.fork(b"", [], namespaces=False)
        limits = f"import resource; resource.prlimit({zygote.pid}, resource.RLIMIT_NOFILE, (1024, 4096))"
        subprocess.run([sys.executable, "-c", limits], check=True)
        assert run(zygote, "out(1)")[0] == "1"


@pytest.mark.parametrize(
    ("faulty", "told"),
    [
        ({"preload": ["no_such_module_here"]}, "no_such_module_here"),
        (
            {"preload": [], "warm": "tests.zygote.entries:break_down", "warm_argument": b"rain"},
            "the warm-up met b'rain'",
        ),
        ({"preload": [], "warm": "tests.zygote.entries:start_thread"}, "2 threads"),
        ({"preload": ["antigravity_of_nothing"]}, "Traceback"),
    ],
)
def test_a_start_that_fails_tells_why(faulty, told):
    with pytest.raises(ZygoteError) as caught:
        Zygote.start(_OBEY, **faulty)
    assert told in str(caught.value)


def test_a_zygote_that_dies_while_it_starts_tells_what_it_wrote():
    with pytest.raises(ZygoteError, match="last words"):
        Zygote.start(_OBEY, preload=[], warm="tests.zygote.entries:die", warm_argument=b"last words")


def test_a_request_above_64_kib_is_refused_before_it_is_sent(zygote):
    with pytest.raises(ZygoteError, match="too long"):
        zygote.fork(b"x" * (64 * 1024 + 1), [], namespaces=False)
    assert run(zygote, "out(1) #" + "x" * 60_000)[0] == "1"


def test_a_closed_zygote_says_so():
    zygote = Zygote.start(_OBEY, preload=[])
    zygote.close()
    zygote.close()
    with pytest.raises(ZygoteError):
        zygote.fork(b"", [], namespaces=False)


def test_waiting_and_killing_from_two_threads_is_safe(zygote):
    child, readable = start(zygote, "time.sleep(60)", namespaces=True)
    with child:
        threading.Timer(0.1, child.kill).start()
        assert child.wait(10).signal == signal.SIGKILL
    os.close(readable)


def test_a_nice_zygote_and_its_forks_yield_the_processor():
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    with Zygote.start(_OBEY, preload=["json"], warm="tests.zygote.entries:warm", niceness=mine + 5) as started:
        told, _ = run(started, "out(os.getpriority(os.PRIO_PROCESS, 0))")
        assert os.getpriority(os.PRIO_PROCESS, started.pid) == mine + 5
    assert told == str(mine + 5)


def test_a_nice_zygote_starts_as_fast_as_others_and_its_session_yields_too():
    """On a machine that others keep busy a start that yields takes minutes, or never ends."""
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    start = partial(Zygote.start, _OBEY, preload=[], warm="tests.zygote.entries:note_niceness", niceness=mine + 5)
    with start() as one, start() as other:
        for started in (one, other):
            told, _ = run(started, "out(_WARMED)")
            assert told == str([mine])
            session = Path(f"/proc/{started.pid}/autogroup")
            assert not session.exists() or session.read_text().split()[-1] == str(mine + 5)
