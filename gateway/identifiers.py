"""Ids of accounts and sessions: random, unguessable, safe in any URL or log line."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in lower case: no i, l, o, u."""
ID_CHARS = 13


def is_id(text: str) -> bool:
    """Return whether `text` has the form of an id; no new username has it."""
    return len(text) == ID_CHARS and set(text) <= set(ALPHABET)


def new_id() -> str:
    """Return 13 characters of Crockford base 32: 65 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ID_CHARS))
