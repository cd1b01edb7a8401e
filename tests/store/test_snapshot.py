"""A migration keeps the database as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from grader.store import Store
from grader.store.migrations import HEAD


def revision(path):
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def test_a_database_is_copied_before_it_is_migrated_and_only_then(tmp_path):
    path = tmp_path / "grader.db"
    Store.open(path).close()
    Store.open(path).close()
    assert [file.name for file in tmp_path.glob("*.before-*")] == []

    from alembic import command
    from alembic.config import Config

    from grader.store.connect import MIGRATIONS, connect

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = connect(path)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    engine.dispose()
    Store.open(path).close()
    copies = list(tmp_path.glob("grader.db.before-*"))
    assert [copy.name for copy in copies] == [f"grader.db.before-{HEAD}-was-0001"]
    assert (revision(path), revision(copies[0])) == (HEAD, "0001")
