"""The core: tables, guards, ownership, the group commit. The SQL is in `migrations/sql/0001_*.sql`."""

from migrations.script import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCRIPTS = ("0001_tables.sql", "0001_guards.sql", "0001_ownership.sql", "0001_commit_batch.sql")


def upgrade() -> None:
    for name in SCRIPTS:
        run_script(name)


def downgrade() -> None:
    run_script("0001_down.sql")
