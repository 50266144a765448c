"""The index by which the open tells of a shard are read in their order. The SQL is in `migrations/sql/0026_*.sql`."""

from migrations.script import run_script

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0026_open_tells.sql")


def downgrade() -> None:
    run_script("0026_down.sql")
