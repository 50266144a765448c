"""The tables of what staff do; part of the schema of `tables`."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from persistence.postgres.schema.metadata import metadata

approval = sa.Table(
    "approval",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("act", "target")),
    sa.Column("body", pg.JSONB, nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("reason", "requested_by")),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("state", sa.Text, nullable=False, server_default="pending"),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    sa.Column("outcome", sa.Text, comment="ok or the error code of the act, once it is carried out"),
    sa.CheckConstraint("state IN ('pending', 'approved', 'refused', 'expired', 'done')", name="state"),
    sa.CheckConstraint("decided_by <> requested_by", name="two_people"),
    sa.CheckConstraint("(state IN ('approved', 'refused', 'done')) = (decided_by IS NOT NULL)", name="decided"),
    sa.Index("approval_state_at_idx", "state", "at"),
    sa.Index("approval_at_id_idx", "at", "id"),
)

staff_totp = sa.Table(
    "staff_totp",
    metadata,
    sa.Column("user_id", sa.Text, sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("confirmed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("last_step", sa.BigInteger, nullable=False, comment="30 s step of the newest code taken"),
    sa.Column("pending", sa.LargeBinary, comment="a new secret, until a code of it confirms it"),
)

staff_order = sa.Table(
    "staff_order",
    metadata,
    sa.Column("id", sa.Text, primary_key=True, comment="digest of actor and idempotency key"),
    sa.Column("what", sa.LargeBinary, nullable=False, comment="digest of what was ordered"),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("actor", "target", "currency")),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("alone", sa.Boolean, nullable=False, comment="false: it waits for a second person"),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Index(None, "currency", "at"),
)

staff_reply = sa.Table(
    "staff_reply",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("what", sa.LargeBinary, nullable=False),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False, index=True),
    sa.Column("status", sa.Integer, comment="null while the act is under way"),
    sa.Column("body", sa.LargeBinary),
)

staff_tie = sa.Table(
    "staff_tie",
    metadata,
    sa.Column("n", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("actor", "subject")),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False, index=True),
)
