"""The fact that a player's debt has changed: a row of `fact` with the view `debt`."""

from typing import Literal

from actors.runtime.facts import Recorded

Why = Literal["refund", "repaid", "forgiven"]


class DebtChanged(Recorded, frozen=True, kw_only=True, tag="debt"):
    """A debt has grown (`change` above 0) or shrunk; `owed` is what is owed in `currency` afterwards.

    `reference` is the purchase whose refund made it, or the order of staff that forgave it. What was repaid is a
    transfer of the same transaction.
    """

    currency: str
    change: int
    owed: int
    why: Why
    reference: str = ""
