"""The tables of the event stream; part of the schema of `tables`."""

import sqlalchemy as sa

from persistence.postgres.schema.metadata import metadata
from persistence.stream.outbox import RELAY_GROUPS

relay_lease = sa.Table(
    "relay_lease",
    metadata,
    sa.Column("incarnation", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("cluster", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column(
        "trouble",
        sa.Text,
        nullable=False,
        server_default="",
        comment="why it cannot carry events now; empty: it can",
    ),
    sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.UniqueConstraint("cluster", "name"),
)

relay_group = sa.Table(
    "relay_group",
    metadata,
    sa.Column("number", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("incarnation", sa.BigInteger, sa.ForeignKey("relay_lease.incarnation", ondelete="SET NULL")),
    sa.CheckConstraint(f"number >= 0 AND number < {RELAY_GROUPS}", name="range"),
    comment=f"the shards whose number leaves this remainder when divided by {RELAY_GROUPS}",
)
