"""The recomputation of recorded rounds: the revealed seeds alone must lead to the record.

The record of a round (`actors.games.contract.Played.outcome`) repeats the fields of its command, but for the stake. A
game with a memory finds out the memory that a record began with (`Recording`). So one function serves every game.
"""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from msgspec import convert, structs

from actors.fairness.floats import floats
from actors.games.contract import NO_MEMORY, Game, Memory, Played
from actors.runtime.payloads import Command

STAKE = "bet"


class NoRecord(ValueError):
    """The outcome is no record of this game; the message says why."""


@runtime_checkable
class Recording(Protocol):
    """A game whose rounds begin with a memory."""

    def recorded(self, outcome: Mapping[str, Any], /) -> tuple[Command, Memory]:
        """Return the command that led to `outcome`, and the memory as far as it had a part in it."""
        ...


def recompute(
    game: Game[Any], bet: int, outcome: Mapping[str, Any], *, server_seed: str, client_seed: str, nonce: int
) -> Played:
    """Return the round of a stake of `bet` under these seeds, played as `outcome` records it.

    Raises:
        NoRecord: `outcome` is none of this game, or names what the game has not.
    """
    try:
        command, memory = _recorded(game, bet, outcome)
        if (refusal := game.refusal(command, 0)) is not None and refusal.code == "not_found":
            raise NoRecord(f"it names what {game.name} has not: {refusal.details}")
        return game.play(command, floats(server_seed, client_seed, nonce), memory)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise NoRecord(f"it is no round of {game.name}: {error!r}") from error


def _recorded(game: Game[Any], bet: int, outcome: Mapping[str, Any]) -> tuple[Command, Memory]:
    if isinstance(game, Recording):
        return game.recorded(outcome)
    known = {STAKE: bet, **outcome}
    names = [field.encode_name for field in structs.fields(game.command)]
    return convert({name: known[name] for name in names if name in known}, game.command), NO_MEMORY
