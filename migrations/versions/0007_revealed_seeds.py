"""Revealed server seeds are facts of their own. The SQL is in `migrations/sql/0007_*.sql`."""

from migrations.script import run_script

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0007_revealed_seeds.sql")
    run_script("0007_commit_batch.sql")


def downgrade() -> None:
    run_script("0007_down.sql")
    run_script("0003_commit_rows.sql")
