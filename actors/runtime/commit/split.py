"""The parts into which a refused batch falls: what the store names stands apart, else the batch is halved.

A batch with one bad entity among many takes three commits when the store names it: the one that is refused, the others,
and the bad one alone, which proves it. Otherwise it takes two for each halving.
"""

from collections.abc import Iterator, Sequence

from actors.runtime.commit.turn import Turn
from actors.runtime.turns.activation import Writes
from persistence.errors import RefusedData

SPLIT_COMMITS_MAX = 32
"""Commits of one batch. Halving finds one bad entity of a full batch with fewer; what is still undecided after so many
is undone, and its callers retry."""


class Untried(RefusedData):
    """Writes are undone because others of their batch were refused too often; nothing is wrong with them."""


def split(writes: Sequence[Writes], error: RefusedData) -> list[list[Writes]]:
    """Return the parts of a refused batch of several entities, in the order in which they are to be tried."""
    named = [entry for entry in writes if _is_named(entry, error.names)] if error.names else []
    if named and len(named) < len(writes):
        others = [entry for entry in writes if entry not in named]
        return [others, *([entry] for entry in named)]
    middle = len(writes) // 2
    return [list(writes[:middle]), list(writes[middle:])]


def _is_named(entry: Writes, names: frozenset[str]) -> bool:
    if entry.activation is not None and str(entry.activation.ref) in names:
        return True
    return not names.isdisjoint(entry.tells_done) or any(not names.isdisjoint(_names(turn)) for turn in entry.turns)


def _names(turn: Turn) -> Iterator[str]:
    """Yield all that a store may call a row of this turn by."""
    yield turn.command.tx
    yield from (row.tx for row in turn.completions)
    yield from (row.id for row in turn.tells)
    yield from (row.round_id for row in turn.rounds)
    yield from (row.server_seed_hash for row in turn.seeds)
    yield from (row.target for row in turn.acts)
