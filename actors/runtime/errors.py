"""The error codes that a client can meet, with the HTTP status of each (protocol.md, Errors)."""

from collections.abc import Mapping

CODES: Mapping[str, int] = {
    "bad_request": 400,
    "unknown_type": 400,
    "invalid_payload": 400,
    "token_expired": 401,
    "forbidden": 403,
    "self_excluded": 403,
    "limit_exceeded": 403,
    "not_found": 404,
    "idempotency_conflict": 409,
    "in_progress": 409,
    "insufficient_gold": 409,
    "debt_unpaid": 409,
    "round_closed": 409,
    "already_bet": 409,
    "no_bet": 409,
    "already_claimed": 409,
    "not_claimable": 409,
    "out_of_stock": 409,
    "item_inactive": 409,
    "version_conflict": 409,
    "rate_limited": 429,
    "internal": 500,
    "unavailable": 503,
    "timeout": 504,
}
RETRYABLE = frozenset({"in_progress", "rate_limited", "unavailable", "timeout"})
"""Codes after which the same command may be sent again with the same id."""
