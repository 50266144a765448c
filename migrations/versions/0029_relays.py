"""Leases of relays, the groups of shards that they hold, cursors. The SQL is in `migrations/sql/0029_*.sql`."""

from migrations.script import run_script

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0029_relays.sql")


def downgrade() -> None:
    run_script("0029_down.sql")
