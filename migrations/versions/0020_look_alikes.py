"""Names that readers confuse are one. The SQL is in `migrations/sql/0020_*.sql`."""

from migrations.script import run_script

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0020_look_alikes.sql")


def downgrade() -> None:
    run_script("0020_down.sql")
