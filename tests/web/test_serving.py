"""The parts of a server leave the process as they found it."""

from __future__ import annotations

import os
import stat

from grader.web.serving import open_data


def test_files_of_a_server_are_its_owners_and_others_are_as_before(tmp_path):
    before = os.umask(0o022)
    try:
        with open_data(tmp_path / "data"):
            (tmp_path / "data" / "inside").touch()
        (tmp_path / "after").touch()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "data" / "inside").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "after").stat().st_mode) == 0o644
