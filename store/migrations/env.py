"""Run by Alembic for each command: on the connection given, against the metadata of all tables."""

from alembic import context

from store.migrations.metadata import METADATA, is_declared, render_item

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_item=render_item,
    # Or every new revision would drop what the tables do not declare.
    include_name=is_declared,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
