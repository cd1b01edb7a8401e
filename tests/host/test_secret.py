from __future__ import annotations

import multiprocessing
import stat

import pytest

from grader.errors import UsageError
from grader.host.secret import read_secret, seed_for


def test_the_secret_is_made_once_for_its_owner_only(tmp_path):
    secret = read_secret(tmp_path)
    assert len(secret) == 32
    assert read_secret(tmp_path) == secret
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_processes_that_make_it_at_once_agree(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(read_secret, [tmp_path] * 12))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_secret_that_others_can_read_is_refused(tmp_path):
    read_secret(tmp_path)
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        read_secret(tmp_path)


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "\xff"])
def test_a_damaged_secret_is_never_replaced(tmp_path, content):
    path = tmp_path / "secret"
    path.write_text(content, encoding="latin-1")
    path.chmod(0o600)
    with pytest.raises(UsageError, match="backup"):
        read_secret(tmp_path)
    assert path.read_text(encoding="latin-1") == content


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").write_text("00" * 32)
    (tmp_path / "secret").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="file of yours"):
        read_secret(tmp_path)


def test_seeds_are_figures_that_do_not_run_together():
    secret = b"x" * 32
    assert seed_for(secret, "slope", "ann", 11) != seed_for(secret, "slope", "ann1", 1)
    assert seed_for(secret, "a", "b", 1) == seed_for(secret, "a", "b", 1)
    assert all(0 <= seed_for(secret, "slope", "ann", n) < 2**63 for n in range(200))
