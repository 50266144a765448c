"""Keys and sums of staff, and what they did to each other. The SQL is in `migrations/sql/0017_*.sql`."""

from migrations.script import run_script

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0017_staff_conduct.sql")


def downgrade() -> None:
    run_script("0017_down.sql")
