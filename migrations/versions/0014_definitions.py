"""Versioned definitions, changed at run time. The SQL is in `migrations/sql/0014_*.sql`."""

from migrations.script import run_script

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0014_definitions.sql")


def downgrade() -> None:
    run_script("0014_down.sql")
