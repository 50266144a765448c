"""Indexes for the inspector of rounds: by time, player and table round. The SQL is in `migrations/sql/0012_*.sql`."""

from migrations.script import run_script

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0012_rounds.sql")


def downgrade() -> None:
    run_script("0012_down.sql")
