"""Run migrations over the connection and transaction that `persistence.postgres.schema.migrate` has opened."""

from alembic import context

from persistence.postgres.schema.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
