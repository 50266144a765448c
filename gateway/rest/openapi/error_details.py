"""The details of errors, by code: `details` in the socket's errors, members of the problem document over REST.

Which of them are there depends on what was refused; times are Unix ms, to staff alone RFC 3339, amounts whole units of
their currency. A law of `tests/unit/gateway/test_error_details.py` holds what the code refuses with against these
classes.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET, Struct, UnsetType


class TooLittle(Struct, frozen=True):
    """A balance does not suffice."""

    need: int | UnsetType = UNSET
    """Amount that it takes, in whole units of the currency."""
    have: int | UnsetType = UNSET
    """Amount that the player has, in whole units of the currency."""
    currency: str | UnsetType = UNSET
    """Currency; absent for gold."""


class InDebt(Struct, frozen=True):
    """The player's debts."""

    owed: dict[str, int] | UnsetType = UNSET
    """Amounts that are owed, in whole units of each currency, by its name."""


class OverLimit(Struct, frozen=True):
    """A limit would be exceeded."""

    have: int | UnsetType = UNSET
    """Amount or number that there is now, in the unit of `max`."""
    max: int | UnsetType = UNSET
    """The limit, an amount in whole units or a number."""
    again_at: int | UnsetType = UNSET
    """When it is possible again, in Unix ms."""
    open_bets_max: int | UnsetType = UNSET
    """Largest number of open bets of one player."""
    pending_max: int | UnsetType = UNSET
    """Largest number of purchases of one player that wait for their payment."""
    items_max: int | UnsetType = UNSET
    """Largest number of items of the shop."""
    holds_max: int | UnsetType = UNSET
    """Largest number of purchases under way in the whole shop."""
    unpaid_holds_max: int | UnsetType = UNSET
    """Of them, the largest number that wait for their payment."""
    unpaid_max: int | UnsetType = UNSET
    """Largest number of purchases that one player can leave unpaid."""
    unpaid_pieces: int | UnsetType = UNSET
    """Number of pieces that the player has not paid for yet."""
    unpaid_pieces_max: int | UnsetType = UNSET
    """Largest number of pieces that one player can leave unpaid."""
    unpaid_amount: int | UnsetType = UNSET
    """Amount that the player has not paid yet, in whole units of the currency."""
    unpaid_amount_max: int | UnsetType = UNSET
    """Largest amount that one player can leave unpaid, in whole units of the currency."""
    archived_max: int | UnsetType = UNSET
    """Largest number of archived items of the shop."""
    limit: int | UnsetType = UNSET
    """Number of pieces that one player may buy in each `period`."""
    bought: int | UnsetType = UNSET
    """Number of pieces that the player has bought in the present period."""
    period: str | UnsetType = UNSET
    """Period over which `limit` counts."""


class Unknown(Struct, frozen=True):
    """The thing that there is not."""

    table: str | UnsetType = UNSET
    """The crash table that was named."""
    machine: str | UnsetType = UNSET
    """The slot machine that was named."""
    banner: str | UnsetType = UNSET
    """The banner that was named."""
    known: list[str] | UnsetType = UNSET
    """Ids that there are."""
    event_id: str | UnsetType = UNSET
    """The event that was named."""
    purchase_id: str | UnsetType = UNSET
    """The purchase that was named."""
    item_id: str | UnsetType = UNSET
    """The item that was named."""
    product_id: str | UnsetType = UNSET
    """The item that was to be bought."""
    currency: str | UnsetType = UNSET
    """The currency in which nothing is owed."""
    versions: list[int] | UnsetType = UNSET
    """Version numbers that there are."""


class Invalid(Struct, frozen=True):
    """The part of a payload that is wrong."""

    field: str | UnsetType = UNSET
    """Name of the property."""
    problem: str | UnsetType = UNSET
    """The fault, in words."""
    problems: dict[str, str] | UnsetType = UNSET
    """The faults, in words, by the name of the property."""
    cycle: list[str] | UnsetType = UNSET
    """Ids of the items whose exchanges would together gain."""
    min: int | UnsetType = UNSET
    """Smallest value that is accepted, in the unit of the property."""
    max: int | UnsetType = UNSET
    """Largest value that is accepted, in the unit of the property."""
    now: int | UnsetType = UNSET
    """The server's clock, in Unix ms."""


class RetryLater(Struct, frozen=True):
    """A wait."""

    retry_after_ms: int | UnsetType = UNSET
    """Time to wait, in ms; the header `Retry-After` says it in seconds."""


class Unavailable(RetryLater, frozen=True):
    """A wait, and why."""

    part: str | UnsetType = UNSET
    """Name of the stored part of the player that cannot be read, and is to be repaired."""
    checks: dict[str, str] | UnsetType = UNSET
    """`ok` or a reason, by the name of the check (readiness only)."""


class AlreadyClaimed(Struct, frozen=True):
    """The reward that was paid before."""

    event_id: str | UnsetType = UNSET
    """The event."""
    rung: int | UnsetType = UNSET
    """Number of the rung that was asked for."""
    claimed: int | UnsetType = UNSET
    """Number of the last rung that was claimed."""


class NotClaimable(Struct, frozen=True):
    """The reason why nothing can be claimed, cancelled or refunded."""

    reason: str | UnsetType = UNSET
    """`not_joined`, `target` or `window`."""
    progress: int | UnsetType = UNSET
    """Progress so far, in the unit of the event."""
    target: int | UnsetType = UNSET
    """Progress that it takes, in the unit of the event."""
    starts_at: int | UnsetType | None = UNSET
    """When the event begins, in Unix ms; null is open."""
    ended_at: int | UnsetType | None = UNSET
    """When claims ended, in Unix ms; null is open."""
    count: int | UnsetType = UNSET
    """Number of days of the present run."""
    next: Any | UnsetType = UNSET
    """The rung that can be claimed next; null is none."""
    purchase_id: str | UnsetType = UNSET
    """The purchase."""
    status: str | UnsetType = UNSET
    """State of the purchase. Over REST `status` is that of the answer."""


class Inactive(Struct, frozen=True):
    """The thing that is not in use now."""

    machine: str | UnsetType = UNSET
    """The slot machine."""
    banner: str | UnsetType = UNSET
    """The banner."""
    game: str | UnsetType = UNSET
    """The game."""
    starts_at: int | UnsetType | None = UNSET
    """When it opens, in Unix ms; null is open."""
    ends_at: int | UnsetType | None = UNSET
    """When it closes, in Unix ms; null is open."""
    reason: str | UnsetType = UNSET
    """Why, in words."""


class Conflict(Struct, frozen=True):
    """The thing as it is now, another than the caller has seen."""

    definition: str | UnsetType = UNSET
    """The definition that has changed (staff only)."""
    version: int | UnsetType = UNSET
    """The newest version number."""
    machine: str | UnsetType = UNSET
    """The slot machine that has changed."""
    banner: str | UnsetType = UNSET
    """The banner that has changed."""
    game: str | UnsetType = UNSET
    """The game whose pays have changed."""
    item: Any | UnsetType = UNSET
    """The item as it is now (staff only)."""
    price: Any | UnsetType = UNSET
    """The price as it is now."""
    catalog_version: int | UnsetType = UNSET
    """Version number of the catalog now."""


class Forbidden(Struct, frozen=True):
    """The reason why the player may not."""

    reason: str | UnsetType = UNSET
    """`banned`, `requires`, or why in words."""
    ban_reason: str | UnsetType = UNSET
    """Why the player is banned, in the words of staff."""
    until: int | UnsetType | None = UNSET
    """End of the ban, in Unix ms; null is for ever."""
    tier: str | UnsetType = UNSET
    """Tier that the player has reached."""
    minimum_tier: str | UnsetType = UNSET
    """Lowest tier that may buy it."""
    requires: list[str] | UnsetType = UNSET
    """Ids of the events that must be claimed before."""


class Excluded(Struct, frozen=True):
    """The player's own exclusion."""

    until: int | UnsetType = UNSET
    """Its end, in Unix ms."""


class RoundOver(Struct, frozen=True):
    """The round takes no bets, or the bet has ended."""

    bet: str | UnsetType = UNSET
    """How the bet ended."""


class SoldOut(Struct, frozen=True):
    """There are not so many pieces."""

    left: int | UnsetType = UNSET
    """Number of pieces that are left."""


class Replaced(Struct, frozen=True):
    """The scheduled versions that would never come into force."""

    scheduled: list[Any] | UnsetType = UNSET
    """Versions that would be replaced, each `{id, version, starts_at}`; `replace` gives them up."""


DETAILS: Mapping[str, type[Struct]] = {
    "already_claimed": AlreadyClaimed,
    "debt_unpaid": InDebt,
    "forbidden": Forbidden,
    "insufficient_gold": TooLittle,
    "invalid_payload": Invalid,
    "item_inactive": Inactive,
    "limit_exceeded": OverLimit,
    "not_claimable": NotClaimable,
    "not_found": Unknown,
    "out_of_stock": SoldOut,
    "rate_limited": RetryLater,
    "round_closed": RoundOver,
    "self_excluded": Excluded,
    "unavailable": Unavailable,
    "version_conflict": Conflict,
    "would_replace": Replaced,
}
"""Codes that are not here have no details."""
