"""Narrow indexes of rounds, and none that nobody reads. The SQL is in `migrations/sql/0028_*.sql`."""

from migrations.script import run_script

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0028_narrow_indexes.sql")


def downgrade() -> None:
    run_script("0028_down.sql")
