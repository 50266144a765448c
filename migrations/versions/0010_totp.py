"""A second factor of staff. The SQL is in `migrations/sql/0010_*.sql`."""

from migrations.script import run_script

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0010_totp.sql")


def downgrade() -> None:
    run_script("0010_down.sql")
