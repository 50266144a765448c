"""One table for facts that need none of their own. The SQL is in `migrations/sql/0011_*.sql`."""

from migrations.script import run_script

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0011_facts.sql")
    run_script("0011_commit_batch.sql")


def downgrade() -> None:
    run_script("0007_commit_batch.sql")
    run_script("0011_down.sql")
