"""Indexes for players' ledgers and for the search of players. The SQL is in `migrations/sql/0021_*.sql`."""

from migrations.script import run_script

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0021_player_records.sql")


def downgrade() -> None:
    run_script("0021_down.sql")
