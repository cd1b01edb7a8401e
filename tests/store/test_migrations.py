from __future__ import annotations

import importlib
import subprocess
import sys

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from grader.errors import InternalError
from grader.store import Admission, Store
from grader.store.connect import MIGRATIONS
from grader.store.migrations import HEAD
from grader.store.schema import METADATA
from tests.postgres import postgres
from tests.store.conftest import on_sqlite


def test_the_migrations_make_exactly_the_models(store):
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_head_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


@on_sqlite
def test_the_settings_that_keep_submissions_are_on(store):
    with store._engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30000,
        "secure_delete": 1,
    }


def test_a_hand_in_that_is_answered_is_on_disk_and_who_hangs_is_not_waited_for_for_ever():
    address = postgres().make()
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {admin.info.dbname} SET synchronous_commit = off")
    with Store.open(address) as store, store.engine.connect() as connection:
        names = ("synchronous_commit", "lock_timeout", "idle_in_transaction_session_timeout")
        found = [connection.execute(text(f"SHOW {name}")).scalar() for name in names]
    assert found == ["on", "30s", "1min"]
    postgres().drop(address)


def test_a_database_of_a_newer_grader_is_left_alone(store, place):
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InternalError, match="newer grader"):
        Store.open(place)


def test_an_up_to_date_store_opens_without_alembic(store, place):
    script = (
        f"import sys; from grader.store import Store; Store.open({str(place)!r}); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_damaged_database_is_said_in_one_line(tmp_path):
    (tmp_path / "grader.db").write_bytes(b"no database at all" * 300)
    with pytest.raises(InternalError, match="damaged") as caught:
        Store.open(tmp_path / "grader.db")
    assert "\n" not in str(caught.value)


@on_sqlite
def test_a_full_disk_is_said_in_one_line(store):
    with store._engine.begin() as connection:
        connection.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(InternalError, match="space") as caught:
            connection.execute(text("CREATE TABLE filler AS SELECT zeroblob(1000000) AS b"))
    assert "\n" not in str(caught.value)


def test_what_a_batch_handed_in_before_is_known_as_the_staffs(store, draft):
    for key in ("batch-1", "own"):
        store.receive(draft(key), lambda _: Admission(seed=1))
    script = importlib.import_module("grader.store.migrations.versions.v0003_by_staff")
    with store._engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        script.downgrade()
        script.upgrade()
    assert [row.by_staff for row in store.rows("gradients")] == [True, False]
