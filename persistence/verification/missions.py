"""Checks of missions (I10): each is claimed once in a period, and paid as often as it is claimed."""

from persistence.verification.checks import Check

MISSION_CHECKS = (
    Check(
        "mission_money",
        "I10",
        "a claim of a mission moved its whole reward in that command, and nothing was paid for a mission without one",
        """
        SELECT tx, coalesce(c.account, t.account) AS account, c.mission_id, c.rewards AS due, t.rewards AS moved
        FROM (
            SELECT f.tx, f.shard, 'user:' || f.key AS account, f.data ->> 'mission_id' AS mission_id,
                   string_agg((r ->> 'type') || ' ' || (r ->> 'amount'), ', ' ORDER BY r ->> 'type') AS rewards
            FROM fact f, jsonb_array_elements(f.data -> 'reward') r
            WHERE f.type = 'mission_claim' GROUP BY f.tx, f.shard, f.n, f.key, f.data
        ) c FULL JOIN (
            SELECT tx, shard, credit AS account, reference,
                   string_agg(currency || ' ' || amount, ', ' ORDER BY currency, n) AS rewards
            FROM transfer WHERE reason = 'mission' GROUP BY tx, shard, credit, reference
        ) t USING (tx, shard)
        WHERE (c.account, 'event:' || c.mission_id, c.rewards) IS DISTINCT FROM (t.account, t.reference, t.rewards)""",
    ),
    Check(
        "mission_once",
        "I10",
        "a player has claimed a mission once at most in a period",
        """
        SELECT user_id, mission_id, period, count(*) AS claims, min(tx::text) AS tx FROM mission_claim
        GROUP BY user_id, mission_id, period HAVING count(*) > 1""",
    ),
    Check(
        "mission_reached",
        "I10",
        "a mission was joined before it was claimed, and its target was reached",
        """
        SELECT c.user_id, c.mission_id, c.period, c.progress, c.target FROM mission_claim c
        WHERE c.progress < c.target OR NOT EXISTS (
            SELECT FROM mission_step s
            WHERE s.user_id = c.user_id AND s.mission_id = c.mission_id AND s.step = 'joined' AND s.at <= c.at)""",
    ),
)
