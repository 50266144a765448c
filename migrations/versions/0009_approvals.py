"""Acts that a second person must approve. The SQL is in `migrations/sql/0009_*.sql`."""

from migrations.script import run_script

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0009_approvals.sql")


def downgrade() -> None:
    run_script("0009_down.sql")
