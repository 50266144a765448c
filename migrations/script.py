"""How a migration runs a file of `migrations/sql`."""

from pathlib import Path

from alembic import op

SQL = Path(__file__).parent / "sql"


def run_script(name: str) -> None:
    """Run all statements of a file in the migration's transaction; only the driver itself takes more than one a time.
    Run all statements of a file in the migration's transaction; only the driver itself takes more than one a time."""
    script = (SQL / name).read_text()
    connection = op.get_bind().connection.dbapi_connection
    assert connection is not None
    connection.run_async(lambda driver: driver.execute(script))
