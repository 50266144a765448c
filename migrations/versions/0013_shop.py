"""Views of what players buy and of the versions of the shop's items. The SQL is in `migrations/sql/0013_*.sql`."""

from migrations.script import run_script

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("0013_shop.sql")


def downgrade() -> None:
    run_script("0013_down.sql")
