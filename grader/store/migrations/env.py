"""Alembic's entry: migrate over the connection that `grader.store.connect.migrate` hands over."""

from alembic import context

from grader.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
