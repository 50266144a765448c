"""The invariants that SQL alone can check: each query returns the rows that violate it, and none when it holds.

`$1` is the pruning horizon (`snapshot.HORIZON_SQL`): no command later than that can have been forgotten by retention.
Transfers, rounds and the history of shards are never pruned; outbox rows only up to the cursor of the relay.
"""

from typing import Literal, NamedTuple

from persistence.entities.ownership import SHARD_COUNT

Severity = Literal["violation", "warning"]


class Check(NamedTuple):
    """One statement about the whole database, and the query for what contradicts it."""

    name: str
    invariant: str
    claim: str
    sql: str
    severity: Severity = "violation"


def account_of_entity(transfer: str) -> str:
    """SQL: the side of a transfer that is no house account, `KIND:KEY`."""
    return f"CASE WHEN {transfer}.debit LIKE 'house:%' THEN {transfer}.credit ELSE {transfer}.debit END"


def signed_amount(transfer: str) -> str:
    """SQL: what a transfer adds to the balance of that side."""
    return f"CASE WHEN {transfer}.debit LIKE 'house:%' THEN {transfer}.amount ELSE -{transfer}.amount END"


_EFFECTS = (
    Check(
        "command_once",
        "I1",
        "a command is stored once, in one shard",
        "SELECT tx, min(shard) AS shard, max(shard) AS other_shard FROM command GROUP BY tx HAVING count(*) > 1",
    ),
    Check(
        "transfer_of_command",
        "I1",
        "a transfer belongs to a stored command of its entity and has its version",
        f"""
        SELECT t.shard, t.tx, t.n, {account_of_entity("t")} AS account, t.version,
               c.kind || '/' || c.key AS command_of, c.version AS command_version
        FROM transfer t LEFT JOIN command c ON c.tx = t.tx AND c.shard = t.shard
        WHERE CASE WHEN c.tx IS NULL THEN t.at >= $1::text::timestamptz
                   ELSE t.version <> c.version OR {account_of_entity("t")} <> c.kind || ':' || c.key END""",  # nosec B608  # constants alone
    ),
    Check(
        "transfers_numbered",
        "I1",
        "the transfers of a command are in one shard and numbered from 0 without a gap",
        """
        SELECT tx, count(*) AS transfers, min(n) AS first, max(n) AS last, min(shard) AS shard,
               max(shard) AS other_shard
        FROM transfer GROUP BY tx
        HAVING min(n) <> 0 OR max(n) <> count(*) - 1 OR min(shard) <> max(shard)""",
    ),
    Check(
        "round_of_command",
        "I1",
        "a round belongs to a stored command of its player",
        """
        SELECT r.shard, r.round_id, r.tx, r.user_id, c.kind || '/' || c.key AS command_of
        FROM game_round r LEFT JOIN command c ON c.tx = r.tx AND c.shard = r.shard
        WHERE CASE WHEN c.tx IS NULL THEN r.at >= $1::text::timestamptz
                   ELSE c.kind <> 'user' OR c.key <> r.user_id END""",
    ),
    Check(
        "round_once",
        "I1",
        "a command plays at most one round, and a round is stored once",
        """
        SELECT 'tx' AS repeated, tx AS value, count(*) AS rounds FROM game_round GROUP BY tx HAVING count(*) > 1
        UNION ALL
        SELECT 'round_id', round_id, count(*) FROM game_round GROUP BY round_id HAVING count(*) > 1""",
    ),
    Check(
        "round_money",
        "I1",
        "the stake and the payout of a round are what its command moved, and no stake is without a round",
        """
        SELECT coalesce(r.tx, t.tx) AS tx, r.round_id, r.bet, t.bet AS bet_moved, r.payout, t.payout AS payout_moved
        FROM game_round r FULL JOIN (
            SELECT tx, shard,
                   sum(amount) FILTER (WHERE reason = 'bet' AND credit LIKE 'house:%') AS bet,
                   coalesce(sum(amount) FILTER (WHERE reason = 'payout' AND debit LIKE 'house:%'
                                                  AND currency = 'gold'), 0) AS payout
            FROM transfer WHERE reason IN ('bet', 'payout') GROUP BY tx, shard
        ) t ON t.tx = r.tx AND t.shard = r.shard
        WHERE r.bet IS DISTINCT FROM t.bet OR r.payout IS DISTINCT FROM t.payout""",
    ),
)

_FAIRNESS = (
    Check(
        "nonce_once",
        "fairness",
        "under one server seed no nonce of a solo round is used twice",
        """
        SELECT server_seed_hash, nonce, count(*) AS rounds, min(tx::text) AS tx FROM game_round
        WHERE client_seed <> '' GROUP BY server_seed_hash, nonce HAVING count(*) > 1""",
    ),
    Check(
        "revealed_seed",
        "fairness",
        "rounds under a revealed seed are its player's, with its client seed and a nonce up to its last",
        """
        SELECT r.round_id, r.user_id, r.nonce, s.server_seed_hash, s.user_id AS seed_of, s.last_nonce
        FROM game_round r JOIN revealed_seed s ON s.server_seed_hash = r.server_seed_hash
        WHERE r.user_id <> s.user_id OR r.client_seed <> s.client_seed OR r.nonce NOT BETWEEN 1 AND s.last_nonce""",
    ),
)

_MONEY = (
    Check(
        "double_entry",
        "I2",
        "a transfer is between an entity and the house",
        """
        SELECT shard, tx, n, debit, credit, amount FROM transfer
        WHERE (debit LIKE 'house:%') = (credit LIKE 'house:%') OR amount <= 0""",
    ),
    Check(
        "balance_chain",
        "I2",
        "balance_after is that of the account's transfer before, plus or less the amount, and never negative",
        f"""
        SELECT * FROM (
            SELECT {account_of_entity("t")} AS account, currency, version, n, tx, {signed_amount("t")} AS change,
                   coalesce(lag(balance_after) OVER w, 0) AS balance_before, balance_after
            FROM transfer t
            WINDOW w AS (PARTITION BY {account_of_entity("t")}, currency ORDER BY version, n)
        ) s
        WHERE balance_after <> balance_before + change OR balance_after < 0""",  # nosec B608  # constants alone
    ),
)

_REPLIES = (
    Check(
        "reply_whole",
        "I3",
        "a stored reply says whether the command was accepted",
        "SELECT shard, tx, kind, key, ok FROM command WHERE (ok IS NULL) <> (reply IS NULL)",
    ),
    Check(
        "reply_pending",
        "I3",
        "a command without a reply waits for a tell or a timer of its entity",
        """
        SELECT c.kind, c.key, c.tx, c.origin, c.id, c.at FROM command c
        WHERE c.reply IS NULL
          AND NOT EXISTS (SELECT FROM tell t WHERE (t.from_kind, t.from_key) = (c.kind, c.key))
          AND NOT EXISTS (SELECT FROM tell t WHERE (t.to_kind, t.to_key) = (c.kind, c.key))
          AND NOT EXISTS (SELECT FROM timer t WHERE (t.kind, t.key) = (c.kind, c.key))""",
        "warning",  # it may wait for something outside, for instance a payment
    ),
)

_OWNERSHIP = (
    Check(
        "part_version",
        "I4",
        "no part of an entity is newer than its root",
        """
        SELECT p.kind, p.key, p.part, p.version, r.version AS root_version
        FROM entity_part p LEFT JOIN entity_part r ON r.kind = p.kind AND r.key = p.key AND r.part = 'root'
        WHERE p.part <> 'root' AND (r.version IS NULL OR p.version > r.version)""",
    ),
    Check(
        "epoch_history",
        "I4",
        "the epochs of a shard rise by one, each given to a known incarnation in its lifetime",
        """
        SELECT h.shard, h.epoch, h.before AS epoch_before, h.incarnation, h.at, f.died_at
        FROM (SELECT *, lag(epoch, 1, 0::bigint) OVER (PARTITION BY shard ORDER BY epoch) AS before
              FROM shard_history) h
        LEFT JOIN host_fence f ON f.incarnation = h.incarnation
        WHERE h.epoch <> h.before + 1 OR h.at > f.died_at OR (h.incarnation IS NULL) <> (f.incarnation IS NULL)""",
    ),
    Check(
        "shard_owner",
        "I4",
        "the owner of every shard is the last of its history",
        f"""
        SELECT coalesce(o.shard, s.shard) AS shard, o.epoch, o.incarnation, h.epoch AS last_epoch,
               h.incarnation AS last_incarnation
        FROM generate_series(0, {SHARD_COUNT - 1}) AS s (shard)
        FULL JOIN shard_owner o ON o.shard = s.shard
        LEFT JOIN (SELECT DISTINCT ON (shard) * FROM shard_history ORDER BY shard, epoch DESC) h ON h.shard = o.shard
        WHERE o.shard IS NULL OR s.shard IS NULL OR o.epoch <> coalesce(h.epoch, 0)
           OR o.incarnation IS DISTINCT FROM h.incarnation""",  # nosec B608  # constants alone
    ),
    Check(
        "commit_alive",
        "I4",
        "every commit is of a known incarnation and before its death",
        """
        SELECT b.id, b.incarnation, b.at, f.died_at
        FROM commit_batch b LEFT JOIN host_fence f ON f.incarnation = b.incarnation
        WHERE b.state = 'committed' AND (f.incarnation IS NULL OR b.at > f.died_at)""",
    ),
)

_OUTBOX = (
    Check(
        "outbox_gapless",
        "I6",
        "a shard's outbox has no gap from behind what was acknowledged",
        """
        SELECT o.shard, o.seq, o.before AS seq_before, c.seq AS cursor
        FROM (SELECT shard, seq, lag(seq) OVER (PARTITION BY shard ORDER BY seq) AS before FROM outbox) o
        LEFT JOIN outbox_cursor c ON c.shard = o.shard
        WHERE CASE WHEN o.before IS NULL THEN o.seq < 1 OR o.seq > coalesce(c.seq, 0) + 1
                   ELSE o.seq <> o.before + 1 END""",
    ),
    Check(
        "outbox_event_once",
        "I6",
        "an event has one id of its own",
        """
        SELECT event_id, count(*) AS stored, min(shard) AS shard, max(shard) AS other_shard FROM outbox
        GROUP BY event_id HAVING count(*) > 1""",
    ),
    Check(
        "outbox_cursor",
        "I6",
        "no cursor is beyond the newest event of its shard",
        """
        SELECT c.shard, c.seq AS cursor, o.newest FROM outbox_cursor c
        LEFT JOIN (SELECT shard, max(seq) AS newest FROM outbox GROUP BY shard) o ON o.shard = c.shard
        WHERE c.seq < 0 OR c.seq > o.newest""",
    ),
)

_PLACEMENT = (
    Check(
        "row_placement",
        "placement",
        "every transfer, round, event, tell and timer is in the shard of its entity",
        f"""
        WITH root AS (SELECT kind, key, shard FROM entity_part WHERE part = 'root')
        SELECT 'transfer' AS of, t.tx::text AS id, t.shard, r.shard AS entity_shard FROM transfer t
            JOIN root r ON r.kind || ':' || r.key = {account_of_entity("t")} WHERE t.shard <> r.shard
        UNION ALL SELECT 'game_round', g.round_id::text, g.shard, r.shard FROM game_round g
            JOIN root r ON r.kind = 'user' AND r.key = g.user_id WHERE g.shard <> r.shard
        UNION ALL SELECT 'outbox', o.event_id::text, o.shard, r.shard FROM outbox o
            JOIN root r ON r.kind || '/' || r.key = o.key WHERE o.shard <> r.shard
        UNION ALL SELECT 'tell', t.id::text, t.shard, r.shard FROM tell t
            JOIN root r ON r.kind = t.from_kind AND r.key = t.from_key WHERE t.shard <> r.shard
        UNION ALL SELECT 'timer', t.id, t.shard, r.shard FROM timer t
            JOIN root r ON r.kind = t.kind AND r.key = t.key WHERE t.shard <> r.shard""",  # nosec B608  # constants alone
    ),
)

CHECKS = (*_EFFECTS, *_FAIRNESS, *_MONEY, *_REPLIES, *_OWNERSHIP, *_OUTBOX, *_PLACEMENT)
