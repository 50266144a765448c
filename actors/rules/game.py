"""What a solo game is: one object that holds its configuration and turns a command and floats into a settled round.

A game knows nothing of wallets, statistics or other games: the user entity checks the stake, moves the money and
records the round. Adding one takes a file of rules, a line in `actors.games`, its messages and a test file.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from actors.messages import Command, ServerPayload

CommandT = TypeVar("CommandT", bound=Command)


class Played(NamedTuple):
    """A settled round. `payout` is gold, the stake included; `won` None is a tie.

    `outcome` is JSON-encodable: the game's record of the round, shown to the player and to auditors. `credits` are
    amounts in other currencies (currency, amount > 0), at most one each.
    """

    payout: int
    won: bool | None
    outcome: dict[str, Any]
    credits: tuple[tuple[str, int], ...] = ()


class Game(Protocol[CommandT]):
    """A solo game: stateless, pure, deterministic in its floats."""

    @property
    def name(self) -> str:
        """By which rounds and statistics name the game."""
        ...

    @property
    def command(self) -> type[CommandT]:
        """The command that plays one round."""
        ...

    @property
    def config_version(self) -> int:
        """Of the numbers by which it pays."""
        ...

    def stake(self, command: CommandT, /) -> int:
        """The whole stake of the round, in gold."""
        ...

    def payout_max(self, bet: int, /) -> int:
        """The most that a stake of `bet` can pay."""
        ...

    def play(self, command: CommandT, floats: Iterator[float], /) -> Played:
        """Settle one round with as many floats in [0, 1) as it needs."""
        ...

    def reply(self, played: Played, round_id: str, gold: int, /) -> ServerPayload:
        """The answer to the command; `gold` is the balance after the round."""
        ...

    def rtp(self) -> float:
        """Published return to player at the minimum stake, flooring included: expected payout / stake."""
        ...

    def view(self) -> dict[str, Any]:
        """What a client must know of the game to show it; JSON-encodable, no secret."""
        ...

    def examples(self, bet: int, /) -> Sequence[CommandT]:
        """Every way to play at a stake of `bet`; the law suite plays them all."""
        ...
