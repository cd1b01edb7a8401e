"""The claims of this room and of the zygote's hold for an ordinary user, and for root with an open interpreter."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.as_user import open_root_command, ordinary_user_command

_ROOMS = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "zygote")]


@pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can become others, and these tests ran as an ordinary user already"
)
@pytest.mark.parametrize("become", [ordinary_user_command, open_root_command])
def test_all_of_this_holds_for(become):
    pytest_command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--deselect", __file__, *_ROOMS]
    if become is open_root_command:
        pytest_command += ["-k", "restricted"]
    ended = subprocess.run(become(pytest_command), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-6000:] + ended.stderr[-2000:]
