"""Views of debts and of what staff gave beside currencies. The SQL is in `migrations/sql/0024_debts.sql`."""

from migrations.script import run_script

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0024_debts.sql")


def downgrade() -> None:
    run_script("0024_down.sql")
