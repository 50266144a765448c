"""The index by which the timers of a shard are read in the order in which they are due.

The SQL is in `migrations/sql/0027_*.sql`.
"""

from migrations.script import run_script

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0027_timers_by_time.sql")


def downgrade() -> None:
    run_script("0027_down.sql")
