"""Run a command as an ordinary user, even where the interpreter lies below a folder that only root may enter.

`python tests/as_user.py user COMMAND...` does it; `ordinary_user_command` builds that command line for tests.
`root` in place of `user` opens the way to the interpreter and stays root; `known` is a user with a name in /etc/passwd.
"""

import ctypes
import os
import sys
import tempfile
from pathlib import Path

__all__ = ["ORDINARY_HOME", "ORDINARY_ID", "open_root_command", "ordinary_user_command"]

ORDINARY_ID = 54321
ORDINARY_HOME = Path(f"/tmp/grader-ordinary-{ORDINARY_ID}")
"""Of the ordinary user that root becomes."""
_NEWNS = 0x20000
_MS_BIND, _MS_REC, _MS_PRIVATE = 4096, 16384, 1 << 18
_REPOSITORY = Path(__file__).resolve().parents[1]


def ordinary_user_command(argv: list[str], *, known: bool = False) -> list[str]:
    """Return a command that runs `argv` as an ordinary user; `argv` itself where this process is one already.

    `known`: the user has a name, as some programs want it.
    """
    if os.geteuid() != 0:
        return list(argv)
    return [sys.executable, str(Path(__file__).resolve()), "known" if known else "user", *argv]


def open_root_command(argv: list[str]) -> list[str]:
    """Return a command that runs `argv` as root, with interpreter and repository where everyone may read them."""
    return [sys.executable, str(Path(__file__).resolve()), "root", *argv]


def _mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{os.strerror(code)}: mount on {target}")


def _open_closed_folders(wanted: list[Path]) -> None:
    """In a mount namespace of our own, cover each closed folder above `wanted` and bind the wanted ones back."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEWNS) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    _mount("", "/", "", _MS_REC | _MS_PRIVATE)
    handles = {path: os.open(path, os.O_PATH) for path in wanted}
    for path in wanted:
        for folder in reversed(path.parents):
            if folder.stat().st_mode & 0o001 == 0:
                _mount("opened", str(folder), "tmpfs", 0, "mode=755")
                break
    for path, handle in handles.items():
        if not path.exists():
            path.mkdir(parents=True)
            _mount(f"/proc/self/fd/{handle}", str(path), "", _MS_BIND | _MS_REC)
        os.close(handle)


def _name_ordinary_user() -> None:
    """In this mount namespace alone."""
    names = Path(tempfile.mkdtemp()) / "passwd"
    line = f"ordinary:x:{ORDINARY_ID}:{ORDINARY_ID}::{ORDINARY_HOME}:/bin/sh\n"
    names.write_text(Path("/etc/passwd").read_text(encoding="utf-8") + line, encoding="utf-8")
    names.chmod(0o644)
    _mount(str(names), "/etc/passwd", "", _MS_BIND)
    names.unlink()
    names.parent.rmdir()


def main(user: str, *argv: str) -> None:
    """Open the way to the interpreter, become an ordinary user unless `user` is root, and run the command."""
    _open_closed_folders([Path(sys.base_prefix), Path(sys.prefix), _REPOSITORY])
    if user == "known":
        _name_ordinary_user()
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    if user != "root":
        os.setgroups([])
        os.setresgid(ORDINARY_ID, ORDINARY_ID, ORDINARY_ID)
        os.setresuid(ORDINARY_ID, ORDINARY_ID, ORDINARY_ID)
        ORDINARY_HOME.mkdir(exist_ok=True)
        os.environ.update(HOME=str(ORDINARY_HOME), USER="ordinary", LOGNAME="ordinary")
    os.chdir(_REPOSITORY)
    os.execvp(argv[0], argv)


if __name__ == "__main__":
    main(*sys.argv[1:])
