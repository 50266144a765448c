"""The feature of a player's fairness seeds: commitment and rotation. Server seeds are secret until their reveal."""

from msgspec import Struct, structs

from actors.fairness.facts import SeedRevealed, SeedsCommitted
from actors.fairness.floats import commitment
from actors.fairness.messages import (
    FairnessCommitment,
    FairnessGet,
    RevealedSeeds,
    SeedsRotate,
    SeedsRotated,
)
from actors.player.feature import CommandHandler, Context, Feature, unchanged
from actors.player.state import Part, PlayerState
from actors.runtime.entity import Decision


class Seeds(Struct, array_like=True, gc=False):
    """Fairness seeds; the two server seeds are secret, only their hashes are shown."""

    server_seed: str = ""
    next_server_seed: str = ""
    client_seed: str = ""


SEEDS: Part[Seeds] = Part("seeds", Seeds, Seeds)


def _rotate(player: PlayerState, body: SeedsRotate, context: Context) -> Decision:
    """Reveal the seed in force. The next was committed to before the client seed was chosen, so no other may follow."""
    seeds = SEEDS.of(player)
    revealed = SeedRevealed(
        server_seed=seeds.server_seed,
        server_seed_hash=commitment(seeds.server_seed),
        client_seed=seeds.client_seed,
        last_nonce=player.root.nonce,
    )
    committed = SeedsCommitted(
        server_seed=seeds.next_server_seed,
        next_server_seed=context.entropy.seed_hex(),
        client_seed=body.client_seed or seeds.client_seed,
    )
    reply = SeedsRotated(
        revealed=RevealedSeeds(**structs.asdict(revealed)),
        server_seed_hash=commitment(committed.server_seed),
        next_server_seed_hash=commitment(committed.next_server_seed),
        client_seed=committed.client_seed,
        nonce=0,
    )
    return Decision(reply, (revealed, committed))


def _commit(player: PlayerState, fact: SeedsCommitted) -> frozenset[str]:
    player.root.nonce = 0
    return SEEDS.put(player, Seeds(fact.server_seed, fact.next_server_seed, fact.client_seed))


def _shown(player: PlayerState, query: FairnessGet, now_ms: int) -> FairnessCommitment:
    seeds = SEEDS.of(player)
    return FairnessCommitment(
        server_seed_hash=commitment(seeds.server_seed),
        next_server_seed_hash=commitment(seeds.next_server_seed),
        client_seed=seeds.client_seed,
        nonce=player.root.nonce,
    )


FAIRNESS = Feature(
    name="fairness",
    parts=(SEEDS,),
    commands={SeedsRotate: CommandHandler(_rotate)},
    queries={FairnessGet: _shown},
    facts={
        SeedsCommitted: _commit,
        SeedRevealed: unchanged,  # a row of its own: the state forgets the seed
    },
)
