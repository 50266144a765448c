"""Staff accounts can be switched off, the audit trail is read. The SQL is in `migrations/sql/0006_*.sql`."""

from migrations.script import run_script

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0006_staff.sql")


def downgrade() -> None:
    run_script("0006_down.sql")
