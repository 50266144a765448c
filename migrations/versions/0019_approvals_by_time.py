"""An index for the list of approvals of every state. The SQL is in `migrations/sql/0019_*.sql`."""

from migrations.script import run_script

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0019_approvals_by_time.sql")


def downgrade() -> None:
    run_script("0019_down.sql")
