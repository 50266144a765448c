"""Orders of hosts, and the right to settle a commit by a write. The SQL is in `migrations/sql/0023_*.sql`."""

from migrations.script import run_script

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0023_host_orders.sql")


def downgrade() -> None:
    run_script("0023_down.sql")
