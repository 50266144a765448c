"""The salt of a chain: made of bets that are placed after the chain was committed to, so that nobody chooses both.

Whoever makes a chain knows its hashes; if they chose the salt as well, they could try chains until one suits them. So a
chain has no salt when its terminating hash is published. It gets one when betting closes in its first round that
somebody has bet on, before the curve starts: SHA-256 over the terminating hash and the digests of those bets' ids. An
id follows from the id that the player's client drew for the bet. Rounds before that, which nobody has bet on, are
played under the salt of no bets.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

CONTRIBUTIONS_MAX = 64
"""Bets that a salt is made of: of more, those with the lowest digests."""


def contributions_of(bet_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the digests of bets, in hex and in order: SHA-256 over the ASCII of a bet's id."""
    return tuple(sorted(sha256(bet_id.encode("ascii")).hexdigest() for bet_id in bet_ids)[:CONTRIBUTIONS_MAX])


def salt_of(terminating_hash: str, contributions: Sequence[str]) -> str:
    """Return the salt, in hex: SHA-256 over the ASCII of the terminating hash and the digests, with `:` between."""
    return sha256(":".join((terminating_hash, *contributions)).encode("ascii")).hexdigest()
