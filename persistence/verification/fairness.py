"""Checks of fairness: what was published of crash chains, and in which order."""

from persistence.verification.checks import Check

FAIRNESS_CHECKS = (
    Check(
        "crash_salt",
        "fairness",
        "the salt of a chain is made of the bets that are named beside it, after the chain was committed to",
        """
        SELECT s.tx, s.key AS crash_table, s.data ->> 'terminating_hash' AS terminating_hash, s.at
        FROM fact s LEFT JOIN (
            SELECT key, data ->> 'terminating_hash' AS terminating_hash, min(at) AS at FROM fact
            WHERE kind = 'crash' AND type = 'crash_chain' GROUP BY 1, 2
        ) c ON c.key = s.key AND c.terminating_hash = s.data ->> 'terminating_hash'
        WHERE s.kind = 'crash' AND s.type = 'crash_salt' AND (
            c.at IS NULL OR c.at > s.at OR s.data ->> 'salt' IS DISTINCT FROM encode(sha256(convert_to(concat_ws(':',
                s.data ->> 'terminating_hash',
                (SELECT string_agg(digest, ':' ORDER BY n)
                 FROM jsonb_array_elements_text(s.data -> 'contributions') WITH ORDINALITY AS e (digest, n))
            ), 'UTF8')), 'hex'))""",
    ),
)
