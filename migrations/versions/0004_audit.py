"""The audit trail, its seals and the queue of the sealer. The SQL is in `migrations/sql/0004_*.sql`."""

from migrations.script import run_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0004_audit.sql")


def downgrade() -> None:
    run_script("0004_down.sql")
