"""Messages about fairness seeds: the commitments to a player's rounds, and the rotation of seeds."""

from typing import Annotated, ClassVar

from msgspec import Meta

from actors.runtime.payloads import Command, Noted, ServerPayload

CLIENT_SEED_CHARS_MAX = 64


ClientSeed = Annotated[str, Meta(min_length=1, max_length=CLIENT_SEED_CHARS_MAX, pattern=r"^[\x20-\x7e]+$(?!\n)")]
"""Printable ASCII, so that every verifier makes the same bytes of it."""


class RevealedSeeds(ServerPayload, frozen=True):
    """Seeds that are out of force: with them every round from nonce 1 to `last_nonce` can be recomputed."""

    server_seed: str
    """The server seed that was in force, in hex."""
    server_seed_hash: str
    """SHA-256 of `server_seed`, in hex, as it was committed to."""
    client_seed: str
    """The client seed that was in force."""
    last_nonce: int
    """Number of rounds played with these seeds: they can be recomputed for nonces 1 to this count."""


class SeedsRotated(ServerPayload, frozen=True):
    """What was revealed, and the seeds now in force; `server_seed_hash` is the former `next_server_seed_hash`."""

    revealed: RevealedSeeds
    """The seeds that are out of force now."""
    server_seed_hash: str
    """SHA-256 of the server seed now in force, in hex: the former `next_server_seed_hash`."""
    next_server_seed_hash: str
    """SHA-256 of the server seed that comes next, in hex."""
    client_seed: str
    """The client seed in force, printable ASCII."""
    nonce: int
    """Number of rounds played with the new seeds, a count: 0."""


class SeedsRotate(Command, frozen=True):
    """Reveal the server seed in force and go on with the next one, under a new client seed.

    Without `client_seed` the new one is the first 16 hex digits of the SHA-256 over
    `{former next_server_seed_hash}:{id of this command}`.
    """

    TYPE: ClassVar[str] = "seeds.rotate"
    REPLY: ClassVar[type[ServerPayload]] = SeedsRotated
    client_seed: ClientSeed | None = None
    """The new client seed, printable ASCII; null or absent: it follows from the command's id."""


class SeedsSeal(Command, frozen=True):
    """Seal the server seeds under the key that is used now: an order of the host, which changes nothing else."""

    TYPE: ClassVar[str] = "seeds.seal"
    REPLY: ClassVar[type[ServerPayload]] = Noted


class FairnessCommitment(ServerPayload, frozen=True):
    """The fairness seeds in force: secret ones by their SHA-256. `nonce` is the last round's, 0 before the first."""

    server_seed_hash: str
    """SHA-256 of the server seed in force, in hex: the commitment to it."""
    next_server_seed_hash: str
    """SHA-256 of the server seed that comes next, in hex."""
    client_seed: str
    """The client seed in force, printable ASCII."""
    nonce: int
    """Number of the last round played with these seeds, a count from 1; 0 before the first."""


class FairnessGet(Command, frozen=True):
    """The commitments to the player's next rounds."""

    TYPE: ClassVar[str] = "fairness.get"
    REPLY: ClassVar[type[ServerPayload]] = FairnessCommitment
    MUTATING: ClassVar[bool] = False
