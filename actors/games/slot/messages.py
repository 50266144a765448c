"""The messages of slot machines."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from actors.games.shown import ShownVersion
from actors.money.amounts import Amount
from actors.runtime.payloads import Command, ServerPayload


class SlotLine(ServerPayload, frozen=True):
    """A line that pays: its index in the machine's lines, and the first `length` symbols taken for `symbol`.

    `cents` are for each 100 of the stake, before the spin's multiplier.
    """

    line: int
    """Index of the line among those of the machine, counted from 0."""
    symbol: str
    """Symbol that the line pays for."""
    length: int
    """Number of reels from the left that the line covers."""
    cents: int
    """Payout, in hundredths of the stake."""


class SlotFreeSpin(ServerPayload, frozen=True):
    """A free spin. `payout` = floor(bet * cents / 100); `free_spins` are those that it gives on top."""

    stops: list[int]
    """Stop of each reel, an index into its strip counted from 0."""
    window: list[list[str]]
    """Symbols that the window shows: one list for each reel, from top to bottom."""
    lines: list[SlotLine]
    """Lines that won."""
    scatters: int
    """Number of scatter symbols in the window."""
    scatter_cents: int
    """Payout of the scatters, in hundredths of the stake."""
    multiplier: int
    """Factor by which every win of a free spin is multiplied, a ratio."""
    cents: int
    """Payout, in hundredths of the stake."""
    payout: int
    """Amount paid, in whole gold, the stake included; 0 if nothing."""
    free_spins: int
    """Number of free spins that this one added."""


class SlotFeature(ServerPayload, frozen=True):
    """What followed the paid spin."""

    type: Literal["free_spins"]
    """Type."""
    spins: list[SlotFreeSpin]
    """The free spins, in order."""


class SlotSpun(ServerPayload, frozen=True):
    """A settled spin with all that showing it takes; `payout` is `base_payout` and that of every feature.

    `window` has a list for each reel, from the top row down. `win_class` is `none` or the name of one of the machine's.
    """

    round_id: str
    """Id of the round."""
    machine: str
    """Id of the slot machine."""
    version: int
    """Version number of the machine that was played."""
    stops: list[int]
    """Stop of each reel, an index into its strip counted from 0."""
    window: list[list[str]]
    """Symbols that the window shows: one list for each reel, from top to bottom."""
    lines: list[SlotLine]
    """Lines that won."""
    scatters: int
    """Number of scatter symbols in the window."""
    scatter_cents: int
    """Payout of the scatters, in hundredths of the stake."""
    cents: int
    """Payout of lines and scatters together, in hundredths of the stake."""
    base_payout: int
    """Amount paid by the spin without its free spins, in whole gold."""
    features: list[SlotFeature]
    """Features that the spin set off, such as free spins."""
    win_class: str
    """Class of the win, for the show that a client makes of it."""
    payout: int
    """Amount paid, in whole gold, the stake included; 0 if nothing."""
    gold: int
    """The player's balance after it, in whole gold."""


class SlotSpin(Command, frozen=True, omit_defaults=True):
    """One spin; `bet` is the whole stake in gold, whatever the number of lines.

    With the `version` of the machine that the player was shown, a spin of any other is refused: `version_conflict`.
    """

    TYPE: ClassVar[str] = "slot.spin"
    REPLY: ClassVar[type[ServerPayload]] = SlotSpun
    machine: Annotated[str, Meta(min_length=1, max_length=32)]
    """Id of the slot machine."""
    bet: Amount
    """The total stake of the spin, in whole gold."""
    version: ShownVersion | None = None
    """Version number of the machine that the player was shown; null is any."""
