"""The facts of a player's fairness seeds: commitment, revelation, and the seal of what is secret."""

from actors.runtime.commit.rows import TurnRows
from actors.runtime.facts import Fact
from persistence.entities.records import RevealedSeedRow


class SeedRevealed(Fact, frozen=True, kw_only=True, tag="seed_revealed"):
    """A server seed is out of force and no secret any more: rounds 1 to `last_nonce` under it can be recomputed."""

    server_seed: str
    server_seed_hash: str
    client_seed: str
    last_nonce: int

    def add_rows(self, rows: TurnRows) -> None:
        command = rows.command
        rows.seeds.append(
            RevealedSeedRow(
                command.shard,
                self.server_seed_hash,
                command.tx,
                command.key,
                self.server_seed,
                self.client_seed,
                self.last_nonce,
            )
        )


class SeedsCommitted(Fact, frozen=True, kw_only=True, tag="seeds_committed"):
    """New fairness seeds are in force: the nonce starts at 0. `sealed` are both server seeds, which are no rows."""

    sealed: bytes
    server_seed_hash: str
    next_server_seed_hash: str
    client_seed: str


class SeedsResealed(Fact, frozen=True, kw_only=True, tag="seeds_resealed"):
    """The same server seeds are sealed under the key that is used now."""

    sealed: bytes
