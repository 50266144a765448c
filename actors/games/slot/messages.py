"""The messages of slot machines."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from actors.money.amounts import Amount
from actors.runtime.payloads import Command, ServerPayload


class SlotLine(ServerPayload, frozen=True):
    """A line that pays: its index in the machine's lines, and the first `length` symbols taken for `symbol`.

    `cents` are for each 100 of the stake, before the spin's multiplier.
    """

    line: int
    symbol: str
    length: int
    cents: int


class SlotFreeSpin(ServerPayload, frozen=True):
    """A free spin. `payout` = floor(bet * cents / 100); `free_spins` are those that it gives on top."""

    stops: list[int]
    window: list[list[str]]
    lines: list[SlotLine]
    scatters: int
    scatter_cents: int
    multiplier: int
    cents: int
    payout: int
    free_spins: int


class SlotFeature(ServerPayload, frozen=True):
    """What followed the paid spin."""

    type: Literal["free_spins"]
    spins: list[SlotFreeSpin]


class SlotSpun(ServerPayload, frozen=True):
    """A settled spin with all that showing it takes; `payout` is `base_payout` and that of every feature.

    `window` has a list for each reel, from the top row down. `win_class` is `none` or the name of one of the machine's.
    """

    round_id: str
    machine: str
    version: int
    stops: list[int]
    window: list[list[str]]
    lines: list[SlotLine]
    scatters: int
    scatter_cents: int
    cents: int
    base_payout: int
    features: list[SlotFeature]
    win_class: str
    payout: int
    gold: int


class SlotSpin(Command, frozen=True):
    """One spin; `bet` is the whole stake in gold, whatever the number of lines."""

    TYPE: ClassVar[str] = "slot.spin"
    REPLY: ClassVar[type[ServerPayload]] = SlotSpun
    machine: Annotated[str, Meta(min_length=1, max_length=32)]
    bet: Amount
