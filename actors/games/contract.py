"""The contract of a solo game: one object that holds its numbers and turns a command and floats into a settled round.

A game knows nothing of wallets, statistics or other games: the user entity checks the stake, moves the money, keeps
the game's memory and records the round. A small game is one file (`rps.py`), a line in `registry.py` and a test file.
What else it needs follows from the registry, or a law of `tests/unit/games` names it (docs/guides/add-a-game.md).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar, runtime_checkable

from actors.fairness.returns import Observation
from actors.runtime.payloads import Command, ServerPayload

CommandT = TypeVar("CommandT", bound=Command)


Memory = Mapping[str, int]
"""A game's memory of one player from round to round: small, flat and bounded by the game's own data."""
NO_MEMORY: Memory = MappingProxyType({})
OWNED = "own:"
"""Begins the key, in a memory, of how many pieces of an item the player owns."""


CREDITS_MAX = 10_000_000
"""What one round gives at most in a currency that is not gold."""


def won(bet: int, payout: int) -> bool | None:
    """Return whether a round that pays gold was won; None: it paid what was staked, which is a tie in every game."""
    return None if payout == bet else payout > bet


class Played(NamedTuple):
    """A settled round. `payout` is gold, the stake included; `won` None is neither won nor lost.

    `won` is the result of `won()` in every game that pays gold. `outcome` is JSON-encodable: the game's record of the
    round, shown to the player and to auditors. With the floats it is all that recomputing the round takes, so a game
    with a memory writes down what it started from. `credits` are amounts in other currencies (currency, amount from 1
    to `CREDITS_MAX`), at most one each. `memory` replaces the game's memory of this player; None leaves it as it is.
    `config_version` is that of the definition that was played; None: the game's own.
    """

    payout: int
    won: bool | None
    outcome: dict[str, Any]
    credits: tuple[tuple[str, int], ...] = ()
    memory: Memory | None = None
    config_version: int | None = None


class Refusal(NamedTuple):
    """The reason for which a command cannot be played: one of the codes of `actors.runtime.errors`, with details."""

    code: str
    details: dict[str, Any]


class Odds(NamedTuple):
    """Mean and variance of payout / stake, computed and not measured; the mean includes the flooring to whole gold."""

    mean: float
    variance: float


class Game(Protocol[CommandT]):
    """A solo game: pure, deterministic in its floats and in the memory that it is given; it holds no state itself."""

    name: ClassVar[str]
    """The game's name in rounds and statistics, and the first part of its command's type."""
    about: ClassVar[str]
    """The game in a few words, for the documentation of the API."""
    command: ClassVar[Any]
    """The class of the command that plays one round."""

    @property
    def config_version(self) -> int:
        """Return the version of the numbers by which it pays."""
        ...

    def refusal(self, command: CommandT, now_ms: int, /) -> Refusal | None:
        """Return why `command` names nothing that can be played now, or None; asked before anything else."""
        ...

    def stake(self, command: CommandT, /) -> int:
        """Return the whole stake of the round, in gold."""
        ...

    def payout_max(self, command: CommandT, /) -> int:
        """Return the most gold that the round can pay."""
        ...

    def play(self, command: CommandT, floats: Iterator[float], memory: Memory, /) -> Played:
        """Settle one round with as many floats in [0, 1) as it needs."""
        ...

    def reply(self, played: Played, round_id: str, gold: int, /) -> ServerPayload:
        """Return the reply to the command; `gold` is the balance after the round."""
        ...

    def odds(self, command: CommandT, /) -> Odds | None:
        """Return the expected return of the round; None when it is bought for something else than gold."""
        ...

    def rtp(self) -> float | None:
        """Return the published return to player: the lowest mean of `odds` at any allowed stake, in any way to play."""
        ...

    def view(self) -> dict[str, Any]:
        """Return all that a client must know of the game to show it; JSON-encodable, no secret."""
        ...

    def examples(self, bet: int, /) -> Sequence[CommandT]:
        """Return every way to play at a stake of `bet`; the law suite plays them all."""
        ...


@runtime_checkable
class Watched(Protocol):
    """A game of which more than its return is watched: what chance decides in it beside gold."""

    def observations(self, outcome: Mapping[str, Any], /) -> Sequence[Observation]:
        """Return what was drawn in a round, from its record, with the odds that it had."""
        ...


@runtime_checkable
class Defined(Protocol):
    """A game whose configuration is definitions of an area (`actors.definitions.book`), changed while it is played."""

    @property
    def area(self) -> str:
        """Return the name of the area of its definitions."""
        ...

    def defined(
        self, bodies: Mapping[str, Any], closed: Collection[str] = (), config_version: int | None = None, /
    ) -> Game[Any]:
        """Return the game by other definitions, by id; `closed` ones are there for the record and take no new round.

        `config_version` replaces the game's own.
        """
        ...

    def played_by(self, outcome: Mapping[str, Any], /) -> tuple[str, int]:
        """Return (id, version) of the definition of a recorded round. Raises KeyError: it names none."""
        ...
