"""Which system calls a box may make, and the filter that keeps a judge off the network."""

from __future__ import annotations

import errno
import os
from functools import cache

from grader.box.bpf import ALLOW, fail, install, match, match_argument, match_masked, return_, start, unless_argument

__all__ = ["CALLS", "assemble_ahead", "filter_calls", "refuse_sockets"]


def _parse(table: str) -> dict[str, int]:
    """Read "name number, name number" pairs."""
    return {name: int(number) for name, number in (pair.split() for pair in table.split(","))}


# files, all of them behind the mount namespace and Landlock
_FILES = _parse(
    """
    read 0, write 1, open 2, close 3, stat 4, fstat 5, lstat 6, lseek 8, pread64 17, pwrite64 18, readv 19, writev
    20, access 21, dup 32, dup2 33, flock 73, fsync 74, fdatasync 75, truncate 76, ftruncate 77, getdents 78, getcwd
    79, chdir 80, fchdir 81, rename 82, mkdir 83, rmdir 84, creat 85, unlink 87, readlink 89, chmod 90, fchmod 91,
    umask 95, utime 132, statfs 137, fstatfs 138, getxattr 191, lgetxattr 192, fgetxattr 193, listxattr 194,
    llistxattr 195, flistxattr 196, getdents64 217, fadvise64 221, utimes 235, openat 257, mkdirat 258, newfstatat
    262, unlinkat 263, renameat 264, readlinkat 267, fchmodat 268, faccessat 269, utimensat 280, fallocate 285, dup3
    292, preadv 295, pwritev 296, renameat2 316, preadv2 327, pwritev2 328, statx 332, close_range 436, faccessat2
    439
    """
)
# waiting, and pipes to oneself
_WAITING = _parse(
    """
    poll 7, pipe 22, select 23, epoll_wait 232, epoll_ctl 233, pselect6 270, ppoll 271, epoll_pwait 281, eventfd2
    290, epoll_create1 291, pipe2 293
    """
)
# memory, bounded by RLIMIT_AS
_MEMORY = _parse(
    """
    mmap 9, mprotect 10, munmap 11, brk 12, mremap 25, msync 26, mincore 27, madvise 28, membarrier 324
    """
)
# threads, and this process
_THREADS = _parse(
    """
    sched_yield 24, getpid 39, exit 60, wait4 61, uname 63, getrlimit 97, getrusage 98, sysinfo 99, times 100,
    getuid 102, getgid 104, geteuid 107, getegid 108, getppid 110, getpgrp 111, getgroups 115, getresuid 118,
    getresgid 120, getpgid 121, getsid 124, getpriority 140, sched_getparam 143, sched_getscheduler 145,
    sched_get_priority_max 146, sched_get_priority_min 147, arch_prctl 158, gettid 186, futex 202, sched_getaffinity
    204, set_tid_address 218, exit_group 231, waitid 247, set_robust_list 273, get_robust_list 274, getcpu 309,
    getrandom 318, rseq 334, futex_waitv 449
    """
)
# time, and signals to oneself
_TIME = _parse(
    """
    rt_sigaction 13, rt_sigprocmask 14, rt_sigreturn 15, pause 34, nanosleep 35, getitimer 36, alarm 37, setitimer
    38, gettimeofday 96, rt_sigpending 127, rt_sigtimedwait 128, rt_sigsuspend 130, sigaltstack 131, time 201,
    restart_syscall 219, clock_gettime 228, clock_getres 229, clock_nanosleep 230
    """
)

CALLS = {**_FILES, **_WAITING, **_MEMORY, **_THREADS, **_TIME}
"""Calls allowed whatever their arguments (x86-64 numbers)."""

# What escapes RLIMIT_AS, makes processes, or reaches others is missing on purpose: memfd_create, shm*, sem*, msg*,
# symlink, link, mknod, socket*, sendmsg, ptrace, process_vm_*, io_uring, bpf, userfaultfd, keyctl, unshare.
# Libraries try unknown calls and fall back on ENOSYS. These few fail with EPERM, which tells a student more.
_REFUSED_ALOUD = {"socket": 41, "socketpair": 53, "fork": 57, "vfork": 58, "execve": 59, "ptrace": 101, "execveat": 322}
_REFUSED_ALOUD |= {"symlink": 88, "link": 86, "setrlimit": 160, "linkat": 265, "symlinkat": 266}

# Landlock does not mind these: where files of the same owner are in sight, they seem to work and do nothing.
_TOUCHING = {"chmod": 90, "fchmod": 91, "utime": 132, "utimes": 235, "fchmodat": 268, "utimensat": 280}
_TRUNCATE = 76  # Landlock minds it from version 3 on

_FOR_CUDA = {"ioctl": 16, "mlock": 149, "munlock": 150, "sched_setaffinity": 203, "mbind": 237, "set_mempolicy": 238}
_FOR_CUDA |= {"get_mempolicy": 239, "mlock2": 325}

_SENDTO, _RECVFROM, _RECVMSG = 44, 45, 47
_MSG_CMSG_CLOEXEC = 0x40000000
_CLONE, _KILL, _FCNTL, _PRCTL, _IOCTL, _TGKILL, _PRLIMIT64 = 56, 62, 72, 157, 16, 234, 302
_IO_URING_SETUP = 425

_THREAD = 0x100 | 0x200 | 0x400 | 0x800 | 0x10000  # CLONE_VM, FS, FILES, SIGHAND, THREAD: all that pthread_create sets
_NEW_NAMESPACES = 0x80 | 0x20000 | 0x2000000 | 0x4000000 | 0x8000000 | 0x10000000 | 0x20000000 | 0x40000000
_CLONE_PTRACE = 0x2000

# F_DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC, GETPIPE_SZ, GET_SEALS. Not locks and not F_SETPIPE_SZ: kernel
# memory that RLIMIT_AS does not count. Not F_SETOWN, F_SETSIG, F_NOTIFY: signals.
_FCNTL_COMMANDS = (0, 1, 2, 3, 4, 1030, 1032, 1034)
# TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: what `isatty` and buffering ask
_IOCTL_COMMANDS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_TIMERSLACK, PR_GET_NO_NEW_PRIVS, PR_SET_VMA (malloc names its heap)
_PRCTL_OPTIONS = (15, 16, 3, 30, 39, 0x53564D41)


def filter_calls(*, cuda: bool = False, alone: bool = True) -> None:
    """Allow this process the calls above and threads; any other fails with ENOSYS. For good; needs no_new_privs.

    `cuda` adds what the driver needs: ioctl on its devices, locked memory, NUMA hints. Not `alone` means that paths
    outside the box exist for this process, so that calls which change a file by its path must do nothing.

    Raises:
        OSError: the kernel refused.
    """
    install(_assemble(os.getpid(), cuda=cuda, alone=alone))


def assemble_ahead() -> None:
    """Assemble in a zygote the filter of the commonest box, which at level full is process 1 and on no GPU."""
    _assemble(1, cuda=False, alone=True)


@cache
def _assemble(pid: int, *, cuda: bool, alone: bool) -> bytes:
    unknown, refused = fail(errno.ENOSYS), fail(errno.EPERM)
    calls = {**CALLS, **_FOR_CUDA} if cuda else CALLS
    program = start(unknown)
    if not alone:
        program += match(_TRUNCATE, return_(refused))
        for number in _TOUCHING.values():
            program += match(number, return_(fail(0)))
    for number in sorted(calls.values()):
        program += match(number, return_(ALLOW))
    for number in _REFUSED_ALOUD.values():
        program += match(number, return_(refused))
    threads_only = match_masked(0, _THREAD | _NEW_NAMESPACES | _CLONE_PTRACE, _THREAD, ALLOW)
    program += match(_CLONE, threads_only + return_(refused))
    program += match(_KILL, match_argument(0, (pid,), ALLOW) + return_(refused))
    program += match(_TGKILL, match_argument(0, (pid,), ALLOW) + return_(refused))
    program += match(_FCNTL, match_argument(1, _FCNTL_COMMANDS, ALLOW) + return_(fail(errno.EINVAL)))
    program += match(_PRCTL, match_argument(0, _PRCTL_OPTIONS, ALLOW) + return_(fail(errno.EINVAL)))
    if not cuda:
        program += match(_IOCTL, match_argument(1, _IOCTL_COMMANDS, ALLOW) + return_(fail(errno.ENOTTY)))
    # recv(2) and send(2) as read and write on the wire: no address, and no flags (MSG_OOB has had its bugs).
    plain = unless_argument(3, 0, refused) + match_argument(4, (0,), ALLOW, wide=True) + return_(refused)
    program += match(_SENDTO, plain) + match(_RECVFROM, plain)
    # The files of large arrays come with a message; a box sends no descriptor, as sendmsg is missing.
    program += match(_RECVMSG, match_argument(2, (_MSG_CMSG_CLOEXEC,), ALLOW) + return_(refused))
    # getrlimit(3) asks about the process itself, 0; setting any limit, and asking about others, is refused.
    asks_only = match_argument(2, (0,), ALLOW, wide=True)
    program += match(_PRLIMIT64, unless_argument(0, 0, refused) + asks_only + return_(refused))
    return program + return_(unknown)


def refuse_sockets() -> None:
    """Let this process make no new socket but pairs; those it has keep working. For good; needs no_new_privs.

    Raises:
        OSError: the kernel refused.
    """
    refused = fail(errno.EPERM)
    program = start(refused)
    # io_uring opens sockets too, and past any filter.
    for number in (_REFUSED_ALOUD["socket"], _IO_URING_SETUP):
        program += match(number, return_(refused))
    install(program + return_(ALLOW))
