"""Ties between accounts of staff: who made, changed or reset whose account, and may have had it in hand since.

A tie is written in the transaction of the act that makes it, by the stores of `accounts`, `staff` and `totp`. Times are
Unix ms.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple


class Tie(NamedTuple):
    """`actor` made, changed or reset the account `subject`."""

    actor: str
    subject: str
    at_ms: int


def hands(ties: Iterable[Tie], user_id: str) -> set[str]:
    """Return everybody who may have had the account in hand: its owner, who has changed it, who has changed those."""
    changed_by = defaultdict(set)
    for tie in ties:
        changed_by[tie.subject].add(tie.actor)
    found, left = set(), [user_id]
    while left:
        account = left.pop()
        if account not in found:
            found.add(account)
            left += changed_by[account]
    return found
