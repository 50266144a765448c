"""Ids of what staff order. They are digests, so that no client chooses one, and no two members of staff share one."""

import hashlib

ID_CHARS = 32
DIRECT, APPROVED = "staff", "approval"
"""Prefixes of the ids of commands: of one that its author may carry out alone, and of one that two people agreed on."""


def order_id(actor: str, key: str) -> str:
    """Return the id of what `actor` orders under an idempotency key: 32 hex digits of SHA-256 over both."""
    return hashlib.sha256(f"{actor}\0{key}".encode()).hexdigest()[:ID_CHARS]


def direct_id(actor: str, key: str) -> str:
    """Return the id of the command that carries out at once what `actor` orders under an idempotency key."""
    return f"{DIRECT}:{order_id(actor, key)}"


def approved_id(approval_id: str) -> str:
    """Return the id of the command that carries out an approval."""
    return f"{APPROVED}:{approval_id}"
