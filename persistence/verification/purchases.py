"""Checks of purchases (I9): their money, their debts, their states, and the shop's stock, which agrees with them."""

from typing import NamedTuple

from persistence.verification.checks import Check

_SUCCEEDED = "type = 'purchase' AND data ->> 'status' = 'success'"
_REFUNDED = "type = 'purchase' AND data ->> 'status' = 'refunded'"


def _due(facts: str, price: str, contents: str) -> str:
    """SQL: what the purchases of `facts` must have moved, by reason; money is moved by payment providers."""
    return f"""
        SELECT tx, shard, 'user:' || key AS account, data ->> 'purchase_id' AS purchase_id, '{price}' AS reason,
               data ->> 'currency' AS currency, (data ->> 'amount')::numeric AS amount
        FROM fact WHERE {facts} AND data ->> 'currency' IN ('gold', 'gem', 'shard')
        UNION ALL
        SELECT tx, shard, 'user:' || key, data ->> 'purchase_id', '{contents}', c ->> 'type',
               sum((c ->> 'amount')::numeric)
        FROM fact, jsonb_array_elements(data -> 'contents') c WHERE {facts} GROUP BY 1, 2, 3, 4, 5, 6"""  # nosec B608  # constants alone


def _moved(paid: str, received: str) -> str:
    """SQL: what was moved for the reasons `paid` by players and `received` by them."""
    return f"""
        SELECT tx, shard, CASE reason WHEN '{paid}' THEN debit ELSE credit END AS account, reference AS purchase_id,
               reason, currency, sum(amount) AS amount
        FROM transfer WHERE reason IN ('{paid}', '{received}') GROUP BY 1, 2, 3, 4, 5, 6"""  # nosec B608  # constants alone


_OWED = """
        SELECT tx, shard, 'user:' || key AS account, data ->> 'reference' AS purchase_id, 'refund_contents' AS reason,
               data ->> 'currency' AS currency, sum((data ->> 'change')::numeric) AS owed
        FROM fact WHERE type = 'debt' AND data ->> 'why' = 'refund' GROUP BY 1, 2, 3, 4, 5, 6"""
"""SQL: what refunds made players owe. One of a program that knew no debts has no `restocked`: it let the rest go."""
_JOINED = "USING (tx, shard, account, purchase_id, reason, currency)"

PURCHASE_CHECKS = (
    Check(
        "purchase_money",
        "I9",
        "a purchase that succeeded moved its price and its contents in that command, and no other moved anything",
        f"""
        SELECT tx, account, purchase_id, reason, currency, d.amount AS due, m.amount AS moved
        FROM ({_due(_SUCCEEDED, "purchase", "purchase_contents")}) d
        FULL JOIN ({_moved("purchase", "purchase_contents")}) m {_JOINED}
        WHERE d.amount IS DISTINCT FROM m.amount""",  # nosec B608  # constants alone
    ),
    Check(
        "refund_money",
        "I9",
        "a refund gave the price back and took the contents, or what was gone of them is owed, and nothing else did",
        f"""
        SELECT tx, account, purchase_id, reason, currency, d.amount AS due, m.amount AS moved, o.owed
        FROM ({_due(_REFUNDED, "refund", "refund_contents")}) d
        FULL JOIN ({_moved("refund_contents", "refund")}) m {_JOINED}
        FULL JOIN ({_OWED}) o {_JOINED}
        LEFT JOIN (SELECT tx, shard FROM fact WHERE {_REFUNDED} AND NOT data ? 'restocked') unaware USING (tx, shard)
        WHERE CASE WHEN reason = 'refund_contents' AND unaware.tx IS NOT NULL
                   THEN coalesce(m.amount, 0) > coalesce(d.amount, 0)
                   ELSE coalesce(d.amount, 0) <> coalesce(m.amount, 0) + coalesce(o.owed, 0) END""",  # nosec B608  # constants alone
    ),
    Check(
        "debt_money",
        "I9",
        "what was repaid of a debt was moved in that command, and nothing was moved for a debt without that",
        """
        SELECT tx, account, currency, d.amount AS repaid, m.amount AS moved
        FROM (SELECT tx, shard, 'user:' || key AS account, data ->> 'currency' AS currency,
                     -sum((data ->> 'change')::numeric) AS amount
              FROM fact WHERE type = 'debt' AND data ->> 'why' = 'repaid' GROUP BY 1, 2, 3, 4) d
        FULL JOIN (SELECT tx, shard, debit AS account, currency, sum(amount) AS amount
                   FROM transfer WHERE reason = 'debt_repaid' GROUP BY 1, 2, 3, 4) m
        USING (tx, shard, account, currency) WHERE d.amount IS DISTINCT FROM m.amount""",
    ),
    Check(
        "purchase_states",
        "I9",
        "a purchase is asked for once, priced and ended at most once, and refunded only after a success",
        """
        SELECT * FROM (
            SELECT purchase_id, count(*) FILTER (WHERE status = 'pending' AND amount = 0) AS asked,
                   count(*) FILTER (WHERE status = 'pending' AND amount > 0) AS priced,
                   count(*) FILTER (WHERE status NOT IN ('pending', 'refunded')) AS ended,
                   count(*) FILTER (WHERE status = 'success') AS succeeded,
                   count(*) FILTER (WHERE status = 'refunded') AS refunded,
                   count(DISTINCT (user_id, product_id, quantity)) AS identities
            FROM purchase GROUP BY purchase_id
        ) p WHERE asked <> 1 OR priced > 1 OR ended > 1 OR refunded > succeeded OR identities > 1""",
    ),
    Check(
        "receipt_once",
        "I9",
        "every purchase that succeeded has a receipt code of its own",
        """
        SELECT receipt_code, count(*) AS purchases, min(purchase_id) AS purchase_id FROM purchase
        WHERE status = 'success' GROUP BY receipt_code HAVING count(*) > 1 OR receipt_code = ''""",
    ),
)

SOLD_SQL = """
SELECT data ->> 'product_id', sum(CASE data ->> 'status' WHEN 'success' THEN 1 ELSE -1 END
                                  * (data ->> 'quantity')::bigint)::bigint
FROM fact WHERE type = 'purchase'
    AND (data ->> 'status' = 'success' OR (data ->> 'status' = 'refunded' AND (data ->> 'restocked')::boolean))
GROUP BY 1
"""
RETURNING_SQL = """
SELECT b.told ->> 'item_id', sum((b.told ->> 'quantity')::bigint)::bigint
FROM (SELECT convert_from(body, 'UTF8')::json AS told FROM tell WHERE type = 'shop.return') b GROUP BY 1
"""
DEBTS_SQL = """
SELECT key, data ->> 'currency', sum((data ->> 'change')::numeric)::bigint FROM fact
WHERE type = 'debt' GROUP BY 1, 2 HAVING sum((data ->> 'change')::numeric) <> 0
"""
STANDING_SQL = """
SELECT purchase_id, min(user_id), min(product_id), min(quantity), max(amount),
       coalesce(max(status) FILTER (WHERE status NOT IN ('pending', 'refunded')), 'pending')
FROM purchase GROUP BY purchase_id
HAVING count(*) FILTER (WHERE status <> 'pending') = 0 OR purchase_id = ANY ($1::text[])
"""
TOLD_SQL = """
SELECT type, convert_from(body, 'UTF8')::json ->> 'purchase_id' FROM tell
WHERE type LIKE 'shop.%' OR type LIKE 'purchase.%'
"""


class PurchaseStanding(NamedTuple):
    """State of a purchase: `pending` or its end, a later refund aside. `amount` 0: it has no price yet."""

    purchase_id: str
    user_id: str
    product_id: str
    quantity: int
    amount: int
    status: str
