"""The seals of entities under test: every kind that plays has one."""

from actors.fairness.facts import SeedsCommitted
from actors.fairness.sealing import entity_seals
from actors.fairness.seeds import SeedKeeper, ServerSeeds
from actors.player.state import PlayerState

SECRET = "a secret for tests that is long enough"  # pragma: allowlist secret
SEALS = entity_seals(SECRET)
KEEPER = SeedKeeper(SEALS.seeds)


class FixedEntropy:
    """Draws the same for ever: what is sealed with it is always the same."""

    def __init__(self, drawn: str = "7" * 64) -> None:
        self._drawn = drawn

    def seed_hex(self) -> str:
        return self._drawn


def committed(server_seed: str, next_server_seed: str, client_seed: str, user_id: str = "u1") -> SeedsCommitted:
    """The fact that these are the seeds of a player."""
    seeds = ServerSeeds(server_seed, next_server_seed)
    return KEEPER.commit(PlayerState(user_id), seeds, client_seed, FixedEntropy())


def secret_seeds(player: PlayerState) -> ServerSeeds:
    """The server seeds of a player, as only tests know them."""
    return KEEPER.open(player)
