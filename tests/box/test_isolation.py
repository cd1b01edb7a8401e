"""What a box can't do, at the two levels that isolate."""

import os
import select
import signal
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from grader.box import Policy, library_folders
from grader.zygote import Zygote

_REPOSITORY = Path(__file__).resolve().parents[2]
_MIB = 1024 * 1024
_CALL = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def call(*arguments):
    result = libc.syscall(*(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments))
    return result if result != -1 else __import__('errno').errorcode[ctypes.get_errno()]
"""


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "/etc/hostname", "/proc/self/environ", "/proc/1/mem", "/proc/1/status", "/sys/kernel", "/root", "/home", "/",
     "/tmp", "/dev/shm", str(_REPOSITORY), str(_REPOSITORY / "pyproject.toml"), str(_REPOSITORY / "grader/box/confine.py"),
     str(_REPOSITORY / ".git"), str(Path(sys.prefix) / "pyvenv.cfg"), sys.executable],
)  # fmt: skip
def test_nothing_but_libraries_can_be_read(run_in_box, level, path):
    code = f"path = {path!r}\nout(len(os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(10)))"
    assert run_in_box(code, level=level).text.startswith(("PermissionError", "FileNotFoundError", "NotADirectoryError"))


def test_a_full_box_does_not_even_see_that_files_exist(run_in_box):
    paths = [
        "/etc",
        "/proc",
        "/sys",
        "/home",
        str(_REPOSITORY / "grader"),
        str(_REPOSITORY / "tests"),
        "/usr/bin",
        "/.old",
    ]
    # Above a library folder there are empty folders with the names of the real ones.
    paths = [path for path in paths if not any(folder.startswith(f"{path}/") for folder in library_folders())]
    assert run_in_box(f"out([os.path.lexists(path) for path in {paths!r}])").text == str([False] * len(paths))


def test_libraries_can_be_read_and_imported_late(run_in_box, level):
    assert run_in_box(
        "import colorsys, wave, numpy.polynomial.hermite_e; out(wave.__file__)", level=level
    ).text.endswith("wave.py'")


def test_import_paths_are_library_folders_only(run_in_box, level):
    paths = eval(run_in_box("out(sys.path)", level=level).text)
    assert paths
    assert str(_REPOSITORY) not in paths
    assert all(path.startswith(library_folders()) for path in paths)


def test_the_repository_is_never_a_library_folder():
    assert str(_REPOSITORY) in sys.path, "an editable install puts it there, which is what this test is about"
    assert not any(Path(folder) == _REPOSITORY or Path(folder) in _REPOSITORY.parents for folder in library_folders())


def test_libraries_and_root_can_not_be_written(run_in_box, level):
    code = """
    failed = []
    for path in [os.path.join(folder, 'evil.py') for folder in sys.path if os.path.isdir(folder)] + ['/evil', '/dev/evil', '/tmp/evil', '/etc/evil']:
        try:
            open(path, 'w')
        except OSError:
            failed.append(path)
    out(len(failed))
    """
    count = int(run_in_box(_dedent(code), level=level).text)
    assert count >= 6


def test_the_working_folder_is_empty_private_and_writable(run_in_box, level):
    code = """
    import tempfile
    before = os.listdir('.')
    open('a.txt', 'w').write('kept')
    with tempfile.TemporaryDirectory() as folder:
        open(folder + '/b', 'w').write('x')
    os.rename('a.txt', 'c.txt')
    out((before, open('c.txt').read(), os.stat('.').st_mode & 0o777, tempfile.gettempdir() == os.getcwd() == os.environ['HOME']))
    """
    assert run_in_box(_dedent(code), level=level).text == "([], 'kept', 448, True)"


def test_the_environment_is_cleared(run_in_box, level):
    names = eval(run_in_box("out(sorted(os.environ))", level=level).text)
    assert names == ["HOME", "LANG", "MKL_NUM_THREADS", "MPLBACKEND", "MPLCONFIGDIR", "OMP_NUM_THREADS", "TMPDIR", "TZ"]


def test_a_box_is_nobody(run_in_box, level):
    code = "out((os.getresuid(), os.getresgid(), os.getgroups() if os.getuid() else 'root'))"
    uids, gids, groups = eval(run_in_box(code, level=level).text)
    assert 0 not in uids
    assert 0 not in gids
    if os.geteuid() == 0:
        assert groups == []


@contextmanager
def waiting_box(zygote: Zygote, level: str):
    """Give a confined box that waits, as its child and the pipe that it holds."""
    with tempfile.TemporaryDirectory() as workdir:
        readable, writable = os.pipe()
        policy = Policy(level=level, readable=library_folders(), workdir=workdir)
        request = msgspec.msgpack.encode((policy, "out('up'); import time; time.sleep(60)"))
        with zygote.fork(request, [writable], namespaces=level == "full") as child:
            os.close(writable)
            assert os.read(readable, 10) == b"'up'"
            yield child, readable
        os.close(readable)


def test_a_box_has_no_capability_and_can_gain_none(box_zygote, level):
    with waiting_box(box_zygote, level) as (child, _):
        lines = Path(f"/proc/{child.pid}/status").read_text().splitlines()
    status = dict(line.split(":\t") for line in lines)
    sets = {"CapInh", "CapPrm", "CapEff", "CapAmb"} | ({"CapBnd"} if level == "full" or os.geteuid() == 0 else set())
    assert {status[name] for name in sets} == {"0" * 16}
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    assert "0" not in status["Uid"].split()


def test_every_mount_of_a_full_box_is_read_only_but_its_folder_and_devices(box_zygote):
    try:
        with waiting_box(box_zygote, "full") as (child, _):
            lines = Path(f"/proc/{child.pid}/mountinfo").read_text().splitlines()
    except PermissionError:
        assert os.geteuid() != 0  # an ordinary user may not look into a box, which is as it should be
        return
    options = {line.split()[4]: line.split()[5].split(",") for line in lines}
    assert set(options) == {"/", "/submission", "/dev/null", "/dev/zero", "/dev/urandom", *library_folders()}
    assert {path for path, words in options.items() if "rw" in words} == {
        "/submission",
        "/dev/null",
        "/dev/zero",
        "/dev/urandom",
    }
    assert all("nosuid" in words for words in options.values())
    assert all("nodev" in words for path, words in options.items() if not path.startswith("/dev/"))
    assert "noexec" in options["/submission"]


@pytest.mark.parametrize(
    "deed",
    [
        "os.chmod(path, 0)",
        "os.utime(path, (1, 1))",
        "os.truncate(path, 0)",
        "os.remove(path)",
        "os.rename(path, path + '2')",
        "os.utime(os.open(path, os.O_PATH), (1, 1))",
        "os.chown(path, -1, 5)",
        "os.setxattr(path, 'user.x', b'y')",
    ],
)
def test_a_file_of_the_same_owner_outside_stays_as_it_is(run_in_box, level, tmp_path, deed):
    outside = tmp_path / "outside"
    outside.write_text("kept")
    before = outside.stat()
    run_in_box(f"path = {str(outside)!r}\n{deed}", level=level)
    after = outside.stat()
    assert (after.st_mode, after.st_mtime_ns, after.st_size, after.st_ino) == (
        before.st_mode,
        before.st_mtime_ns,
        4,
        before.st_ino,
    )


def test_libraries_of_the_same_owner_stay_as_they_are(run_in_box, level):
    code = """
    import colorsys
    handle = os.open(colorsys.__file__, os.O_RDONLY)
    before = os.fstat(handle)
    for deed in (lambda: os.fchmod(handle, 0), lambda: os.utime(handle, (1, 1)), lambda: os.chmod(colorsys.__file__, 0)):
        try:
            deed()
        except OSError:
            pass
    after = os.fstat(handle)
    out((before.st_mode, before.st_mtime) == (after.st_mode, after.st_mtime))
    """
    assert run_in_box(_dedent(code), level=level).text == "True"


def test_a_box_dies_with_its_zygote(level):
    with Zygote.start("tests.box.entries:confined", preload=()) as zygote, waiting_box(zygote, level) as (_, readable):
        os.kill(zygote.pid, signal.SIGKILL)
        assert select.select([readable], [], [], 5)[0], "the box still holds its end of the pipe"
        assert os.read(readable, 10) == b""


def test_only_itself_is_visible(run_in_box):
    assert run_in_box("out((os.getpid(), os.getppid(), os.uname().nodename))").text == "(1, 0, 'box')"


@pytest.mark.parametrize(
    "deed",
    [
        "os.fork()",
        "os.forkpty()",
        "os.execv(sys.executable, ['x'])",
        "os.posix_spawn('/bin/sh', ['sh'], {})",
        "import subprocess; subprocess.run(['/bin/true'])",
        "import multiprocessing as m; m.get_context('fork').Process(target=print).start()",
        "import socket; socket.socket()",
        "import socket; socket.socketpair()",
        "import socket; socket.create_connection(('127.0.0.1', 80), 1)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1')",
        "os.kill(os.getpid() + 1, 0)",
        "os.kill(-1, 9)",
        "os.kill(0, 9)",
        "os.killpg(0, 9)",
        "os.pidfd_open(os.getpid())",
        "os.memfd_create('bomb')",
        "os.symlink('/etc/passwd', 'link')",
        "open('a', 'w'); os.link('a', 'b')",
        "os.mkfifo('pipe')",
        "os.mknod('node')",
        "os.setuid(0)",
        "os.setgroups([0])",
        "os.chroot('.')",
        "os.nice(-5)",
        "os.setpriority(os.PRIO_PROCESS, 0, -5)",
        "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        "import resource; resource.prlimit(os.getpid(), resource.RLIMIT_NOFILE, (4, 4))",
        "import resource; resource.prlimit(os.getpid() + 1, resource.RLIMIT_NOFILE)",
        "import fcntl; fcntl.ioctl(0, 0x5412, b'x')",
        "import fcntl; r, w = os.pipe(); fcntl.ioctl(w, 0x5452, b'\\1\\0\\0\\0')",
        "import fcntl; r, w = os.pipe(); fcntl.fcntl(w, 1031, 1 << 20)",
        "import fcntl; fcntl.lockf(open('lock', 'w'), fcntl.LOCK_EX)",
    ],
)
def test_a_deed_that_reaches_beyond_the_box_fails(run_in_box, level, deed):
    ended = run_in_box(f"{deed}\nout('did it')", level=level)
    assert ended.code == 0
    assert "Error" in ended.text


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("ptrace", "101, 0, 0, 0, 0"), ("process_vm_readv", "310, 1, 0, 0, 0, 0, 0"), ("process_vm_writev", "311, 1, 0, 0, 0, 0, 0"),
        ("unshare", "272, 0x10000000"), ("setns", "308, 0, 0"), ("mount", "165, 0, 0, 0, 0, 0"), ("umount2", "166, b'/', 2"),
        ("pivot_root", "155, b'.', b'.'"), ("chroot", "161, b'.'"), ("bpf", "321, 0, 0, 0"), ("userfaultfd", "323, 0"),
        ("io_uring_setup", "425, 8, 0"), ("keyctl", "250, 0, 0, 0, 0, 0"), ("add_key", "248, 0, 0, 0, 0, 0"),
        ("perf_event_open", "298, 0, 0, 0, 0, 0"), ("shmget", "29, 0, 4096, 0x3ff"), ("semget", "64, 0, 1, 0x3ff"),
        ("msgget", "68, 0, 0x3ff"), ("mq_open", "240, b'/q', 66, 0o600, 0"), ("memfd_create", "319, b'x', 0"),
        ("memfd_secret", "447, 0"), ("clone3", "435, 0, 0"), ("clone", "56, 17, 0, 0, 0, 0"), ("clone newuser", "56, 0x10000011, 0, 0, 0, 0"),
        ("vfork", "58"), ("execveat", "322, 0, b'', 0, 0, 0x1000"), ("send out of band", "44, wire, b'x', 1, 1, 0, 0"),
        ("send to an address", "44, wire, b'x', 1, 0, b'address', 7"), ("peek", "45, wire, bytes(1), 1, 2, 0, 0"),
        ("receive an address", "45, wire, bytes(1), 1, 0, bytes(8), bytes(8)"), ("sendmsg", "46, 0, 0, 0"), ("recvmsg", "47, 0, 0, 0"),
        ("prctl dumpable", "157, 4, 1, 0, 0, 0"), ("prctl pdeathsig", "157, 1, 0, 0, 0, 0"), ("prctl ptracer", "157, 0x59616d61, -1, 0, 0, 0"),
        ("seccomp", "317, 1, 0, 0"), ("landlock", "444, 0, 0, 1"), ("open_tree", "428, -100, b'/', 1"), ("fsopen", "430, b'tmpfs', 0"),
        ("open_by_handle_at", "304, -100, 0, 0"), ("rt_sigqueueinfo", "129, 1, 9, 0"), ("tkill", "200, 1, 9"),
        ("pidfd_getfd", "438, 0, 0, 0"), ("pidfd_send_signal", "424, 0, 9, 0, 0"), ("capset", "126, 0, 0"), ("setuid", "105, 0"),
        ("sethostname", "170, b'x', 1"), ("mlock", "149, 0, 0"), ("inotify_init", "253"), ("fanotify_init", "300, 0, 0"),
        ("personality", "135, 8"), ("syslog", "103, 3, 0, 0"), ("reboot", "169, 0, 0, 0, 0"), ("quotactl", "179, 0, 0, 0, 0"),
        ("x32 getpid", "0x40000027"), ("no such call", "9999"),
    ],
)  # fmt: skip
def test_a_system_call_that_boxes_do_not_need_is_refused(run_in_box, level, name, arguments):
    assert run_in_box(f"{_CALL}\nout(call({arguments}))", level=level).text in ("'ENOSYS'", "'EPERM'", "'EINVAL'"), name


def test_a_call_by_the_old_32_bit_convention_kills_the_box(run_in_box, level):
    # mov eax, 20 (getpid there); int 0x80; ret
    code = f"""{_CALL}
import mmap
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(bytes.fromhex('b814000000cd80c3'))
out(ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))())
"""
    ended = run_in_box(code, level=level)
    assert ended.text == ""
    assert ended.signal == signal.SIGSYS


def test_no_descriptor_but_the_wire_is_inherited(run_in_box, level):
    code = """
    import stat
    found = []
    for number in range(1024):
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        if not stat.S_ISCHR(mode):
            found.append(number)
    out(found == [wire])
    """
    assert run_in_box(_dedent(code), level=level).text == "True"


@pytest.mark.parametrize(
    "bomb",
    [
        "x = bytearray(2 << 30)",
        "x = [bytes(1 << 20) for _ in range(4096)]",
        "import mmap; x = mmap.mmap(-1, 2 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)",
        "import mmap; x = mmap.mmap(-1, 2 << 30); x.write(b'x' * (1 << 30))",
        "import torch; x = torch.ones(1 << 29)",
        "import numpy; x = numpy.ones(1 << 28)",
    ],
)
def test_a_memory_bomb_meets_its_limit(run_in_box, level, base_rss_kib, bomb):
    ended = run_in_box(f"{bomb}\nout('held it')", level=level, memory=300 * _MIB)
    assert "held it" not in ended.text
    assert ended.rss_kib < base_rss_kib + 320 * 1024


def test_threads_are_bounded(run_in_box, level):
    code = """
    import threading, time
    count = 0
    try:
        for _ in range(2000):
            threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
            count += 1
    except RuntimeError:
        pass
    os.write(wire, str(count).encode())
    os._exit(0)
    """
    assert 2 < int(run_in_box(_dedent(code), level=level, memory=400 * _MIB).text) < 100


def test_the_disk_is_bounded(run_in_box):
    code = """
    total, errors = 0, set()
    for number in range(6000):
        try:
            with open(f'f{number}', 'wb') as file:
                file.write(b'x' * (1 << 16))
                total += 1 << 16
        except OSError as error:
            errors.add(error.errno)
    out((total, errors))
    """
    total, errors = eval(run_in_box(_dedent(code), disk=8 * _MIB).text)
    assert total <= 8 * _MIB
    assert errors == {28}


def test_the_number_of_files_is_bounded(run_in_box):
    code = "count = 0\ntry:\n  while True:\n    os.mkdir(str(count)); count += 1\nexcept OSError:\n  out(count)"
    assert int(run_in_box(code).text) < 5000


def test_a_single_file_is_bounded(run_in_box, level):
    text = run_in_box("open('f', 'wb').write(b'x' * (9 << 20))", level=level, disk=8 * _MIB).text
    assert text.startswith(("OSError(27", "OSError(28"))


def test_processor_time_is_bounded_even_with_signals_ignored(run_in_box, level):
    code = "import signal\nfor s in signal.valid_signals() - {9, 19}:\n  try: signal.signal(s, signal.SIG_IGN)\n  except (OSError, ValueError): pass\nwhile True: pass"
    ended = run_in_box(code, level=level, cpu_s=1)
    assert ended.signal == signal.SIGKILL
    assert ended.cpu_s < 10, "it ended by the clock, not by its limit"


def test_a_full_box_leaves_no_mount_and_no_file_behind(run_in_box):
    before = Path("/proc/self/mountinfo").read_text()
    run_in_box("open('left', 'w').write('x')")
    assert Path("/proc/self/mountinfo").read_text() == before


def _dedent(code: str) -> str:
    import textwrap

    return textwrap.dedent(code)
