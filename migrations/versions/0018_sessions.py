"""Rotations, audiences and idle ends of sessions; known addresses. The SQL is in `migrations/sql/0018_*.sql`."""

from migrations.script import run_script

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0018_sessions.sql")


def downgrade() -> None:
    run_script("0018_down.sql")
