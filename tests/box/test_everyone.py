"""The claims of this room and of the zygote's hold for an ordinary user, and for root with an open interpreter."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.as_user import open_root_command, ordinary_user_command

_ROOMS = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "zygote")]


# Only root can become others; for anybody else these tests have run as an ordinary user already.
_OTHERS = [ordinary_user_command, open_root_command] if os.geteuid() == 0 else []


@pytest.mark.parametrize("become", _OTHERS or [None])
def test_all_of_this_holds_for(become):
    if become is None:
        assert ordinary_user_command(["true"]) == ["true"]
        return
    pytest_command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--deselect", __file__, *_ROOMS]
    if become is open_root_command:
        pytest_command += ["-k", "restricted"]
    ended = subprocess.run(become(pytest_command), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-6000:] + ended.stderr[-2000:]
