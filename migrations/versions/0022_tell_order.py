"""The order of tells, and the names of refused facts. The SQL is in `migrations/sql/0022_*.sql`."""

from migrations.script import run_script

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0022_tell_order.sql")


def downgrade() -> None:
    run_script("0022_down.sql")
