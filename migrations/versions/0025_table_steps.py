"""Wakes crash tables that lost their timer. The SQL is in `migrations/sql/0025_*.sql`."""

from migrations.script import run_script

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0025_table_steps.sql")


def downgrade() -> None:
    run_script("0025_down.sql")
