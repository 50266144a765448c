"""A chain of game hashes: made from its secret end, played from its public beginning.

`h[i - 1] = sha256(hex of h[i])`. `h[length]` is drawn, `h[0]` is published as the terminating hash and commits to all;
round i, from 1, is decided by `h[i]`. Every CHECKPOINT_EVERY-th hash is kept, so that a round costs few hashes.
"""

from binascii import hexlify
from hashlib import sha256
from typing import NamedTuple

CHECKPOINT_EVERY = 1_000
HASH_BYTES = 32


class Links(NamedTuple):
    """A chain as kept: `checkpoints` are its hashes at `length`, `length - CHECKPOINT_EVERY` and so on, as bytes."""

    length: int
    checkpoints: bytes


def make_links(end: str, length: int) -> tuple[Links, str]:
    """Return the chain of `length` rounds that ends in the secret hash `end`, and its terminating hash.

    Raises:
        ValueError: `length` is not positive, or `end` is no hash in hex.
    """
    kept = bytes.fromhex(end)
    if length < 1 or len(kept) != HASH_BYTES:
        raise ValueError("a chain has at least one round and ends in 64 hex digits")
    kept_all, digest = [kept], kept
    for done in range(1, length + 1):
        digest = sha256(hexlify(digest)).digest()
        if done % CHECKPOINT_EVERY == 0 and done < length:
            kept_all.append(digest)
    return Links(length, b"".join(kept_all)), digest.hex()


def hash_before(game_hash: str, steps: int) -> str:
    """Return the hash, in hex, of the round that was played `steps` rounds before the one of `game_hash`."""
    digest = bytes.fromhex(game_hash)
    for _ in range(steps):
        digest = sha256(hexlify(digest)).digest()
    return digest.hex()


def hash_at(links: Links, index: int) -> str:
    """Return the hash, in hex, of the round `index`, 1 to `length`.

    Raises:
        ValueError: there is no such round.
    """
    if not 1 <= index <= links.length:
        raise ValueError(f"the chain has rounds 1 to {links.length}, not {index}")
    steps = links.length - index
    place = steps // CHECKPOINT_EVERY * HASH_BYTES
    digest = links.checkpoints[place : place + HASH_BYTES]
    for _ in range(steps % CHECKPOINT_EVERY):
        digest = sha256(hexlify(digest)).digest()
    return digest.hex()
