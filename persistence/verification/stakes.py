"""Checks of stakes at crash tables (I12): each lies in escrow until its bet ends, once, as a round or as a refund."""

from typing import NamedTuple

from persistence.verification.checks import Check, account_of_entity

_ESCROW = "house:escrow"
_HEX_OF_TX = "replace({}::text, '-', '')"

STAKE_CHECKS = (
    Check(
        "stake_once",
        "I12",
        "a stake is put into escrow once, by its bet, and comes back once at most, whole, to its player",
        f"""
        SELECT * FROM (
            SELECT reference AS bet_id, count(*) FILTER (WHERE credit = '{_ESCROW}') AS held,
                   count(*) FILTER (WHERE debit = '{_ESCROW}') AS back,
                   count(DISTINCT ({account_of_entity("t")}, currency, amount)) AS stakes,
                   bool_and(credit <> '{_ESCROW}' OR reference = {_HEX_OF_TX.format("tx")}) AS of_its_bet
            FROM transfer t WHERE '{_ESCROW}' IN (debit, credit) GROUP BY reference
        ) s WHERE held <> 1 OR back > 1 OR stakes <> 1 OR NOT of_its_bet""",  # nosec B608  # constants alone
    ),
    Check(
        "stake_end",
        "I12",
        "a stake that came back is the round or the refund of that command, or its bet was refused; no other is",
        f"""
        SELECT coalesce(s.tx, e.tx) AS tx, s.bet_id, s.amount, e.bet_id AS ended, e.how, e.amount AS staked
        FROM (SELECT tx, shard, reference AS bet_id, amount, at FROM transfer WHERE debit = '{_ESCROW}') s
        FULL JOIN (
            SELECT tx, shard, {_HEX_OF_TX.format("round_id")} AS bet_id, bet AS amount, 'round' AS how
            FROM game_round WHERE game = 'crash'
            UNION ALL
            SELECT tx, shard, data ->> 'bet_id', (data ->> 'bet')::bigint, 'refund' FROM fact
            WHERE type = 'stake_refunded'
        ) e ON e.tx = s.tx AND e.shard = s.shard
        LEFT JOIN command c ON {_HEX_OF_TX.format("c.tx")} = s.bet_id
        WHERE CASE WHEN e.tx IS NOT NULL THEN (s.bet_id, s.amount) IS DISTINCT FROM (e.bet_id, e.amount)
                   WHEN c.tx IS NULL THEN s.at >= $1::text::timestamptz
                   ELSE c.ok IS DISTINCT FROM false END""",  # nosec B608  # constants alone
    ),
)

IN_ESCROW_SQL = f"""
SELECT bet_id, user_id, amount FROM (
    SELECT reference AS bet_id, min(substr({account_of_entity("t")}, 6)) AS user_id, min(amount) AS amount,
           bool_or(debit = '{_ESCROW}') AS back
    FROM transfer t WHERE '{_ESCROW}' IN (debit, credit) GROUP BY reference
) s WHERE NOT back
"""  # nosec B608  # constants alone
TOLD_SQL = """
SELECT DISTINCT convert_from(body, 'UTF8')::json ->> 'bet_id' FROM tell
WHERE type IN ('table.bet', 'stake.answered', 'stake.settled')
"""
STEPS_SQL = "SELECT key FROM timer WHERE kind = 'crash' AND name = 'step'"


class StakeInEscrow(NamedTuple):
    """A stake that has been put into escrow and has not come back; in whole gold."""

    bet_id: str
    user_id: str
    amount: int
