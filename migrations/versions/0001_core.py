"""The core: tables, guards, ownership, the group commit. The SQL is in `migrations/sql/0001_*.sql`."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parent.parent / "sql"
SCRIPTS = ("0001_tables.sql", "0001_guards.sql", "0001_ownership.sql", "0001_commit_batch.sql")


def upgrade() -> None:
    for name in SCRIPTS:
        _run((SQL / name).read_text())


def downgrade() -> None:
    _run((SQL / "0001_down.sql").read_text())


def _run(script: str) -> None:
    """Run several statements in the migration's transaction; only the driver itself takes more than one at a time."""
    connection = op.get_bind().connection.dbapi_connection
    assert connection is not None
    connection.run_async(lambda driver: driver.execute(script))
