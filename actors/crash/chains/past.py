"""The ends of the rounds that are over, from what the last one has revealed: no key is needed for them."""

from collections.abc import Iterator

from actors.crash.chains.keeper import SECRET_PHASES
from actors.crash.rules.point import crash_hundredths, previous_hash
from actors.crash.state import TableState


def past_points(state: TableState) -> Iterator[int]:
    """Yield the crash points, in hundredths, of every round of the present chain that is over, the latest first."""
    chain, root = state.chains.current, state.root
    if chain is None:
        return
    game_hash = root.last_hash
    for index in range(root.index - (root.phase in SECRET_PHASES), 0, -1):
        yield crash_hundredths(game_hash, chain.salt_at(chain.first_n + index - 1))
        game_hash = previous_hash(game_hash)
