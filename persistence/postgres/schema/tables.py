"""The schema: typed tables, the single source that the migrations must equal (a test compares them).

Tables whose unique keys guard money are partitioned by shard, so that a shard range can move to another database, and
never by time, so that no retention can pay twice. Facts are append-only, by trigger and by grants (migration 0001).
"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from persistence.entities.ownership import SHARD_COUNT
from persistence.postgres.schema import staff_tables, stream_tables  # noqa: F401 (with them the metadata are whole)
from persistence.postgres.schema.metadata import at_now
from persistence.postgres.schema.metadata import metadata as metadata
from persistence.postgres.schema.round_days import day_of

PARTITIONS = tuple((f"p{i}", i * 256, (i + 1) * 256) for i in range(4))
"""Suffix, first shard and end of each partition."""
PARTITIONED = ("command", "transfer", "game_round", "fact")
APPEND_ONLY = ("transfer", "game_round", "revealed_seed", "fact", "shard_history")

account = sa.Table(
    "account",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("username", sa.Text, nullable=False),
    sa.Column("username_key", sa.Text, nullable=False, unique=True, comment="NFKC, case folded: look-alikes collide"),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False, server_default="PLAYER"),
    sa.Column("time_zone", sa.Text, nullable=False, server_default="Asia/Seoul"),
    sa.Column("locale", sa.Text, nullable=False, server_default="ko"),
    at_now(),
    sa.Column("active", sa.Boolean, nullable=False, server_default="true", comment="false: nobody can log in"),
    sa.Column("username_skeleton", sa.Text, unique=True, comment="the same for names that readers confuse"),
    sa.CheckConstraint("role IN ('PLAYER','VIEWER','OPERATOR','ADMIN')", name="role"),
    sa.Index(
        "account_players_idx",
        "username_key",
        postgresql_ops={"username_key": "text_pattern_ops"},
        postgresql_where=sa.text("role = 'PLAYER'"),
    ),
)

login_session = sa.Table(
    "login_session",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("refresh_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("rotated_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("revoked_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("address", sa.Text, nullable=False, server_default=""),
    sa.Column("client", sa.Text, nullable=False, server_default=""),
    at_now(),
    sa.Column(
        "rotations_ms",
        pg.ARRAY(sa.BigInteger),
        nullable=False,
        server_default="{}",
        comment="Unix ms of the last rotations, in order",
    ),
    sa.Column(
        "audience",
        sa.Text,
        nullable=False,
        server_default="",
        comment="of the access tokens that its refresh tokens are good for",
    ),
    sa.Column("idle_ms", sa.BigInteger, comment="each rotation moves expires_at this far, up to ends_at"),
    sa.Column("ends_at", sa.TIMESTAMP(timezone=True)),
    sa.Index("login_session_revoked_at_idx", "revoked_at", "id", postgresql_where=sa.text("revoked_at IS NOT NULL")),
)

known_address = sa.Table(
    "known_address",
    metadata,
    sa.Column("user_id", sa.Text, sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("address_key", sa.Text, primary_key=True, comment="a digest"),
    sa.Column("seen_at", sa.TIMESTAMP(timezone=True), nullable=False),
)

host_fence = sa.Table(
    "host_fence",
    metadata,
    sa.Column("incarnation", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("state", sa.Text, nullable=False, server_default="alive"),
    sa.Column("died_at", sa.TIMESTAMP(timezone=True)),
    sa.CheckConstraint("state IN ('alive','dead')", name="state"),
    sa.CheckConstraint("(state = 'dead') = (died_at IS NOT NULL)", name="death"),
)

host_lease = sa.Table(
    "host_lease",
    metadata,
    sa.Column("incarnation", sa.BigInteger, sa.ForeignKey("host_fence.incarnation"), primary_key=True),
    sa.Column("cluster", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False, comment="-infinity: dead"),
    sa.Column(
        "serves", sa.Text, nullable=False, server_default="all", comment="the group of shards: all, users or tables"
    ),
    sa.Column("draining", sa.Boolean, nullable=False, server_default="false", comment="it gets no shards"),
)

host_order = sa.Table(
    "host_order",
    metadata,
    sa.Column("cluster", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("serves", sa.Text, nullable=False, comment="the group of shards: all, users or tables"),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.clock_timestamp()),
)

shard_owner = sa.Table(
    "shard_owner",
    metadata,
    sa.Column("shard", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("incarnation", sa.BigInteger, sa.ForeignKey("host_fence.incarnation")),
    sa.Column("epoch", sa.BigInteger, nullable=False, server_default="0"),
    sa.CheckConstraint(f"shard >= 0 AND shard < {SHARD_COUNT}", name="range"),
)

shard_history = sa.Table(
    "shard_history",
    metadata,
    sa.Column("shard", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("epoch", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("incarnation", sa.BigInteger),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.clock_timestamp()),
)

commit_batch = sa.Table(
    "commit_batch",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("incarnation", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.clock_timestamp()),
    sa.CheckConstraint("state IN ('committed','aborted')", name="state"),
)

command = sa.Table(
    "command",
    metadata,
    sa.Column("shard", sa.SmallInteger, nullable=False),
    sa.Column("tx", sa.Uuid, nullable=False, comment="blake2b-128 of (kind, key, origin, id)"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False, comment="of the entity after this turn"),
    sa.Column("body_hash", sa.LargeBinary, nullable=False),
    sa.Column("ok", sa.Boolean),
    sa.Column("reply", sa.LargeBinary, comment="JSON; null until a later turn completes it"),
    at_now(),
    sa.PrimaryKeyConstraint("tx", "shard"),
    sa.CheckConstraint("(ok IS NULL) = (reply IS NULL)", name="reply"),
    postgresql_partition_by="RANGE (shard)",
)

transfer = sa.Table(
    "transfer",
    metadata,
    sa.Column("shard", sa.SmallInteger, nullable=False),
    sa.Column("tx", sa.Uuid, nullable=False),
    sa.Column("n", sa.SmallInteger, nullable=False),
    sa.Column("debit", sa.Text, nullable=False),
    sa.Column("credit", sa.Text, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("balance_after", sa.BigInteger, nullable=False, comment="of the account that is no house account"),
    sa.Column("version", sa.BigInteger, nullable=False, comment="of the entity after this turn"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False, server_default=""),
    sa.Column("config_version", sa.Integer, nullable=False, server_default="1"),
    at_now(),
    sa.PrimaryKeyConstraint("tx", "n", "shard"),
    sa.CheckConstraint("amount > 0", name="amount"),
    sa.CheckConstraint(f"balance_after >= 0 AND balance_after <= {2**53 - 1}", name="balance"),
    sa.CheckConstraint("debit <> credit", name="accounts"),
    sa.Index(
        "transfer_account_idx",
        sa.text("GREATEST(debit, credit)"),
        "at",
        "version",
        "n",
        postgresql_where=sa.text("NOT (currency = 'gold' AND reason IN ('bet', 'payout'))"),
    ),
    postgresql_partition_by="RANGE (shard)",
)

game_round = sa.Table(
    "game_round",
    metadata,
    sa.Column("shard", sa.SmallInteger, nullable=False),
    sa.Column("round_id", sa.Uuid, nullable=False),
    sa.Column("tx", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("game", sa.Text, nullable=False),
    sa.Column("bet", sa.BigInteger, nullable=False),
    sa.Column("payout", sa.BigInteger, nullable=False),
    sa.Column("won", sa.Boolean),
    sa.Column("outcome", pg.JSONB, nullable=False),
    sa.Column("config_version", sa.Integer, nullable=False),
    sa.Column("server_seed_hash", sa.Text, nullable=False),
    sa.Column("client_seed", sa.Text, nullable=False),
    sa.Column("nonce", sa.BigInteger, nullable=False),
    at_now(),
    sa.PrimaryKeyConstraint("round_id", "shard"),
    sa.CheckConstraint("bet > 0", name="bet"),
    sa.CheckConstraint("payout >= 0", name="payout"),
    sa.Index(None, "at"),
    sa.Index("game_round_user_id_day_idx", "user_id", sa.text(day_of("at"))),
    sa.Index("game_round_table_idx", sa.text("(outcome ->> 'round_id')"), postgresql_where=sa.text("game = 'crash'")),
    postgresql_partition_by="RANGE (shard)",
)

revealed_seed = sa.Table(
    "revealed_seed",
    metadata,
    sa.Column("server_seed_hash", sa.Text, primary_key=True),
    sa.Column("shard", sa.SmallInteger, nullable=False),
    sa.Column("tx", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("server_seed", sa.Text, nullable=False),
    sa.Column("client_seed", sa.Text, nullable=False),
    sa.Column("last_nonce", sa.BigInteger, nullable=False),
    at_now(),
    sa.CheckConstraint("server_seed_hash = encode(sha256(server_seed::bytea), 'hex')", name="hash"),
)

fact = sa.Table(
    "fact",
    metadata,
    sa.Column("shard", sa.SmallInteger, nullable=False),
    sa.Column("tx", sa.Uuid, nullable=False),
    sa.Column("n", sa.SmallInteger, nullable=False, comment="number within the transaction"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column(
        "once",
        sa.Text,
        comment="what an entity may have a fact of this type for just once; null: any number of times",
    ),
    sa.Column("data", pg.JSONB, nullable=False),
    at_now(),
    sa.PrimaryKeyConstraint("tx", "n", "shard"),
    sa.UniqueConstraint("kind", "key", "type", "once", "shard"),
    sa.Index(None, "key", "type", "at"),
    sa.Index("fact_refund_idx", sa.text("(data ->> 'round_id')"), postgresql_where=sa.text("type = 'stake_refunded'")),
    sa.Index("fact_purchase_idx", sa.text("(data ->> 'purchase_id')"), postgresql_where=sa.text("type = 'purchase'")),
    sa.Index(
        "fact_receipt_code_idx",
        sa.text("(data ->> 'receipt_code')"),
        "shard",
        unique=True,
        postgresql_where=sa.text("type = 'purchase' AND data ->> 'status' = 'success'"),
    ),
    postgresql_partition_by="RANGE (shard)",
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("shard", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False, comment="JSON"),
    at_now(),
)

outbox_cursor = sa.Table(
    "outbox_cursor",
    metadata,
    sa.Column("shard", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, nullable=False, comment="everything up to here is acknowledged by the broker"),
)

tell = sa.Table(
    "tell",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("shard", sa.SmallInteger, nullable=False),
    sa.Column("from_kind", sa.Text, nullable=False),
    sa.Column("from_key", sa.Text, nullable=False),
    sa.Column("to_kind", sa.Text, nullable=False),
    sa.Column("to_key", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    at_now(),
    sa.Column("n", sa.BigInteger, sa.Identity(always=True), nullable=False),
    sa.Index("tell_open_idx", "shard", "n"),
)

timer = sa.Table(
    "timer",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("shard", sa.SmallInteger, nullable=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("due_ms", sa.BigInteger, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("timer_due_idx", "shard", "due_ms", "id"),
)

entity_part = sa.Table(
    "entity_part",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("shard", sa.SmallInteger, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False, comment="of the entity when this part was last written"),
    sa.Column("schema", sa.SmallInteger, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.CheckConstraint("version > 0", name="version"),
    postgresql_with={"fillfactor": "70"},
)

attempt_window = sa.Table(
    "attempt_window",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("times", pg.ARRAY(sa.BigInteger), nullable=False, comment="Unix ms, in order"),
    sa.Column("expires_ms", sa.BigInteger, nullable=False, index=True),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    at_now(),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("event", "actor", "role", "target")),
    sa.Column("old", pg.JSONB),
    sa.Column("new", pg.JSONB),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("reason", "request_id", "address")),
    sa.Column("result", sa.Text, nullable=False, comment="ok or the error code"),
    *(sa.Index(f"audit_{name}_idx", name, "id") for name in ("event", "actor", "target", "result", "request_id")),
    sa.Index(None, "at"),
)

audit_seal = sa.Table(
    "audit_seal",
    metadata,
    sa.Column("n", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("audit_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("hash", sa.LargeBinary, nullable=False, comment="SHA-256 of the previous hash and the row"),
)

audit_unsealed = sa.Table(
    "audit_unsealed",
    metadata,
    sa.Column("audit_id", sa.BigInteger, primary_key=True, autoincrement=False),
)

definition = sa.Table(
    "definition",
    metadata,
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column(
        "revision",
        sa.BigInteger,
        nullable=False,
        unique=True,
        comment="rises by one with each row, in the order of their commits",
    ),
    sa.Column("body", pg.JSONB, nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False, comment="out of use; the body is kept for what is still open"),
    sa.Column("starts_at", sa.TIMESTAMP(timezone=True), comment="when it comes into force; null: at once"),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("author", "reason")),
    at_now(),
    sa.CheckConstraint("version > 0", name="version"),
)
