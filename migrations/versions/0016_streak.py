"""Views of the days, claims and protection of streaks. The SQL is in `migrations/sql/0016_*.sql`."""

from migrations.script import run_script

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0016_streak.sql")


def downgrade() -> None:
    run_script("0016_down.sql")
