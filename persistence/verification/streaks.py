"""Checks of streaks (I11): a claimed rung was reached, is claimed once, and is paid as claimed."""

from persistence.verification.checks import Check

STREAK_CHECKS = (
    Check(
        "streak_money",
        "I11",
        "a claim of a rung moved its reward in that command, and nothing was paid for a streak without one",
        """
        SELECT tx, coalesce(c.account, t.account) AS account, c.reference AS rung, c.amount AS due, t.amount AS moved
        FROM (
            SELECT tx, shard, 'user:' || key AS account, (data ->> 'amount')::bigint AS amount,
                   'streak:' || (data ->> 'run') || '/' || (data ->> 'rung') AS reference
            FROM fact WHERE type = 'streak_claim'
        ) c FULL JOIN (
            SELECT tx, shard, credit AS account, amount, reference FROM transfer WHERE reason = 'streak'
        ) t USING (tx, shard)
        WHERE (c.account, c.reference, c.amount) IS DISTINCT FROM (t.account, t.reference, t.amount)""",
    ),
    Check(
        "streak_once",
        "I11",
        "a player has claimed a rung of a run once at most, after its day",
        """
        SELECT user_id, run, rung, count(*) AS claims, min(tx::text) AS tx FROM streak_claim c
        GROUP BY user_id, run, rung
        HAVING count(*) > 1 OR NOT EXISTS (
            SELECT FROM streak_day d WHERE d.user_id = c.user_id AND d.run = c.run AND d.count = c.rung)""",
    ),
)
