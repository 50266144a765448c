"""Checks of versions (I15): what was decided by numbers names a version that is stored, and is what that version says.

Only definitions that are stored can be held against rows; those of a release's files are in its programs. Rows of
before a definition was stored name version 1, which is what was stored then.
"""

from persistence.verification.checks import Check

_DECIDED = """
    SELECT shard, tx, n, 'economy' AS area, 'main' AS id, config_version
    FROM transfer WHERE reason IN ('opening', 'reward')
    UNION ALL
    SELECT shard, tx, n, 'streak', 'ladder', config_version FROM transfer WHERE reason IN ('streak', 'streak_freeze')
    UNION ALL
    SELECT shard, tx, 0, 'rps', 'standard', config_version FROM game_round WHERE game = 'rps'
    UNION ALL
    SELECT shard, tx, 0, 'crash', outcome ->> 'table', config_version FROM game_round WHERE game = 'crash'
"""
"""Rows whose numbers come from definitions that are stored from the first start on."""
_RUNG = """
    CASE WHEN (f.data ->> 'rung')::bigint <= jsonb_array_length(d.body -> 'ladder')
         THEN (d.body -> 'ladder' ->> ((f.data ->> 'rung')::int - 1))::numeric
         WHEN (f.data ->> 'rung')::bigint % 7 = 0 THEN (d.body ->> 'every_seventh')::numeric
         ELSE (d.body ->> 'otherwise')::numeric END
"""

VERSION_CHECKS = (
    Check(
        "version_stored",
        "I15",
        "what was decided by the economy, the ladder, a table or the pays of a game names a version that is stored",
        f"""
        SELECT c.tx, c.area, c.id, c.config_version FROM ({_DECIDED}) c
        WHERE EXISTS (SELECT FROM definition d WHERE d.area = c.area AND d.id = c.id)
          AND NOT EXISTS (
            SELECT FROM definition d WHERE d.area = c.area AND d.id = c.id AND d.version = c.config_version)""",  # nosec B608  # constants alone
    ),
    Check(
        "opening_amount",
        "I15",
        "a player began with what the economy of that version says",
        """
        SELECT t.tx, t.credit AS account, t.amount, d.version, (d.body ->> 'starting_gold')::bigint AS due
        FROM transfer t JOIN definition d
          ON d.area = 'economy' AND d.id = 'main' AND d.version = t.config_version
        WHERE t.reason = 'opening' AND t.amount <> (d.body ->> 'starting_gold')::bigint""",
    ),
    Check(
        "rung_amount",
        "I15",
        "a rung paid what the ladder of that version says, times the percentage of the tier",
        f"""
        SELECT f.tx, f.key AS user_id, f.data ->> 'rung' AS rung, f.data ->> 'amount' AS amount, d.version
        FROM fact f JOIN definition d
          ON d.area = 'streak' AND d.id = 'ladder' AND d.version = coalesce((f.data ->> 'config_version')::int, 1)
        WHERE f.type = 'streak_claim' AND (f.data ->> 'amount')::numeric <> least(9007199254740991,
            floor(({_RUNG}) * coalesce((f.data ->> 'percent')::int, 100) / 100))""",  # nosec B608  # constants alone
    ),
    Check(
        "rps_payout",
        "I15",
        "a win at rock, paper, scissors paid what the version of its round says, a tie the stake, a loss nothing",
        """
        SELECT r.tx, r.user_id, r.bet, r.payout, r.outcome ->> 'result' AS result, d.version
        FROM game_round r JOIN definition d
          ON d.area = 'rps' AND d.id = 'standard' AND d.version = r.config_version
        WHERE r.game = 'rps' AND r.payout <> CASE r.outcome ->> 'result'
            WHEN 'win' THEN floor(r.bet::numeric * (d.body ->> 'win_cents')::int / 100)
            WHEN 'tie' THEN r.bet ELSE 0 END""",
    ),
)
