"""Views of the steps and claims of missions. The SQL is in `migrations/sql/0015_*.sql`."""

from migrations.script import run_script

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0015_missions.sql")


def downgrade() -> None:
    run_script("0015_down.sql")
