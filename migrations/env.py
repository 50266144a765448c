"""How Alembic reaches the database: through the connection and transaction that `persistence.migrate` opened."""

from alembic import context

from persistence.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
