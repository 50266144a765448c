"""Revoked sessions are found by time, attempts are counted. The SQL is in `migrations/sql/0005_*.sql`."""

from migrations.script import run_script

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0005_sessions.sql")


def downgrade() -> None:
    run_script("0005_down.sql")
