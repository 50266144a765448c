"""The feature of a player's fairness seeds: commitment and rotation. Server seeds are secret until their reveal.

Nothing holds them but `ServerSeeds`, for the length of a turn: the state, its stored part and the facts have them
sealed (`actors.fairness.sealing`), bound to their player, with the hashes that are published.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from msgspec import Struct, msgpack, structs

from actors.fairness.facts import SeedRevealed, SeedsCommitted, SeedsResealed
from actors.fairness.floats import commitment
from actors.fairness.messages import (
    FairnessCommitment,
    FairnessGet,
    RevealedSeeds,
    SeedsRotate,
    SeedsRotated,
    SeedsSeal,
)
from actors.fairness.sealing import Seal, draw_nonce, is_sealed
from actors.player.feature import FROM_SERVER, CommandHandler, Context, Feature, unchanged
from actors.player.state import Part, PlayerState
from actors.runtime.entity import Decision, Entropy, Rejection
from actors.runtime.payloads import Noted

SERVER_SEED_CHARS = 64
CLIENT_SEED_CHARS = 16
"""Length of a client seed that a player has not written."""


class Seeds(Struct, array_like=True, gc=False):
    """Fairness seeds: both server seeds sealed, and what is public of them.

    Seeds that a former release has stored in clear are so in `sealed` too, until they are sealed (`SeedsSeal`).
    """

    sealed: bytes = b""
    server_seed_hash: str = ""
    next_server_seed_hash: str = ""
    client_seed: str = ""


class ServerSeeds(NamedTuple):
    """The two secret server seeds, in hex: the one in force and the one that a rotation goes on with."""

    server_seed: str
    next_server_seed: str


_decode_clear = msgpack.Decoder(tuple[str, str, str]).decode


def _of_schema_1(stored: bytes) -> Seeds:
    """Return seeds as they were stored before they were sealed: server seed, next server seed, client seed."""
    server_seed, next_server_seed, client_seed = _decode_clear(stored)
    if not server_seed:
        return Seeds()
    return Seeds(
        (server_seed + next_server_seed).encode(), commitment(server_seed), commitment(next_server_seed), client_seed
    )


SEEDS: Part[Seeds] = Part("seeds", Seeds, Seeds, schema=2, upgrades={1: _of_schema_1})


@dataclass(frozen=True, slots=True)
class SeedKeeper:
    """Seals the server seeds of players, and opens them for a turn. Without a `seal` it can do neither."""

    seal: Seal | None = None

    def commit(self, player: PlayerState, seeds: ServerSeeds, client_seed: str, entropy: Entropy) -> SeedsCommitted:
        """Return the fact that `seeds` are those of `player` from now on."""
        return SeedsCommitted(
            sealed=self._close(player, seeds, entropy),
            server_seed_hash=commitment(seeds.server_seed),
            next_server_seed_hash=commitment(seeds.next_server_seed),
            client_seed=client_seed,
        )

    def open(self, player: PlayerState) -> ServerSeeds:
        """Return the secret seeds of `player`. Raises InvalidTag when no key opens them."""
        sealed = SEEDS.of(player).sealed
        plain = self._given().open(sealed, _context(player)) if is_sealed(sealed) else sealed
        text = plain.decode("ascii")
        return ServerSeeds(text[:SERVER_SEED_CHARS], text[SERVER_SEED_CHARS:])

    def reseal(self, player: PlayerState, body: SeedsSeal, context: Context) -> Decision | Rejection:
        """Seal the seeds under the key that is used now, unless they are, or no key opens them."""
        sealed = SEEDS.of(player).sealed
        if not sealed or self._given().is_current(sealed):
            return Decision(Noted())
        try:
            seeds = self.open(player)
        except InvalidTag:
            return Rejection("internal")
        return Decision(Noted(), (SeedsResealed(sealed=self._close(player, seeds, context.entropy)),))

    def rotate(self, player: PlayerState, body: SeedsRotate, context: Context) -> Decision:
        """Reveal the seed in force. The next was committed to before the client seed was chosen: no other may follow.

        A client seed is never kept: the next server seed was drawn when it was known already.
        """
        seeds, secret = SEEDS.of(player), self.open(player)
        revealed = SeedRevealed(
            server_seed=secret.server_seed,
            server_seed_hash=seeds.server_seed_hash,
            client_seed=seeds.client_seed,
            last_nonce=player.root.nonce,
        )
        committed = self.commit(
            player,
            ServerSeeds(secret.next_server_seed, context.entropy.seed_hex()),
            body.client_seed or client_seed_of(seeds.next_server_seed_hash, context.command.id),
            context.entropy,
        )
        reply = SeedsRotated(
            revealed=RevealedSeeds(**structs.asdict(revealed)),
            server_seed_hash=committed.server_seed_hash,
            next_server_seed_hash=committed.next_server_seed_hash,
            client_seed=committed.client_seed,
            nonce=0,
        )
        return Decision(reply, (revealed, committed))

    def _close(self, player: PlayerState, seeds: ServerSeeds, entropy: Entropy) -> bytes:
        return self._given().close("".join(seeds).encode("ascii"), draw_nonce(entropy), _context(player))

    def _given(self) -> Seal:
        if self.seal is None:
            raise RuntimeError("players whose kind has no seal can be read, but do not play")
        return self.seal


def client_seed_of(server_seed_hash: str, command_id: str) -> str:
    """Return the client seed of a player who writes none: it follows from the id that their client gave the rotation.

    So it is fixed by neither side alone: the hash was published before the id was chosen.
    """
    return sha256(f"{server_seed_hash}:{command_id}".encode()).hexdigest()[:CLIENT_SEED_CHARS]


def _context(player: PlayerState) -> str:
    """Return the context that binds sealed seeds to their player."""
    return player.account


def _commit(player: PlayerState, fact: SeedsCommitted) -> frozenset[str]:
    player.root.nonce = 0
    seeds = Seeds(fact.sealed, fact.server_seed_hash, fact.next_server_seed_hash, fact.client_seed)
    return SEEDS.put(player, seeds)


def _reseal(player: PlayerState, fact: SeedsResealed) -> frozenset[str]:
    return SEEDS.put(player, structs.replace(SEEDS.of(player), sealed=fact.sealed))


def _shown(player: PlayerState, query: FairnessGet, now_ms: int) -> FairnessCommitment:
    seeds = SEEDS.of(player)
    return FairnessCommitment(
        server_seed_hash=seeds.server_seed_hash,
        next_server_seed_hash=seeds.next_server_seed_hash,
        client_seed=seeds.client_seed,
        nonce=player.root.nonce,
    )


def fairness_feature(keeper: SeedKeeper) -> Feature:
    """Return the feature."""
    return Feature(
        name="fairness",
        parts=(SEEDS,),
        commands={
            SeedsRotate: CommandHandler(keeper.rotate),
            SeedsSeal: CommandHandler(keeper.reseal, senders=FROM_SERVER),
        },
        queries={FairnessGet: _shown},
        facts={
            SeedsCommitted: _commit,
            SeedsResealed: _reseal,
            SeedRevealed: unchanged,  # a row of its own: the state forgets the seed
        },
    )
