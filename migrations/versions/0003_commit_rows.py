"""The group commit takes rows instead of columns. The SQL is in `migrations/sql/0003_*.sql`."""

from migrations.script import run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0003_commit_rows.sql")


def downgrade() -> None:
    run_script("0003_down.sql")
    run_script("0001_commit_batch.sql")
