"""Hosts serve groups of shards and can be drained. The SQL is in `migrations/sql/0002_*.sql`."""

from migrations.script import run_script

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0002_host_groups.sql")


def downgrade() -> None:
    run_script("0002_down.sql")
