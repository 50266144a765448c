"""Provable fairness of solo games: the outcomes follow from seeds that were committed to before the round.

Method of stake.us (test vectors: repository KyranRana/stake-provably-fair-api). A verifier needs the revealed server
seed, the client seed and the nonce alone.
"""

from collections.abc import Iterator
from hashlib import sha256
from hmac import digest
from itertools import count
from struct import Struct

_EIGHT_WORDS = Struct(">8I")
_WORD_RANGE = 2**32


def commitment(server_seed: str) -> str:
    """Return the hash by which a secret seed is known before it is revealed: SHA-256 of its hex as ASCII, in hex."""
    return sha256(server_seed.encode("ascii")).hexdigest()


def floats(server_seed: str, client_seed: str, nonce: int) -> Iterator[float]:
    """Yield the endless stream of floats in [0, 1) of one round, made as they are taken.

    Bytes are `HMAC-SHA256(server_seed, "{client_seed}:{nonce}:{block}")` for block 0, 1, 2...; four bytes make a float,
    `sum(b[i] / 256**(i + 1))`, which is the big-endian word divided by 2**32 (exact in a double).
    """
    key = server_seed.encode("ascii")
    for block in count():
        for word in _EIGHT_WORDS.unpack(digest(key, f"{client_seed}:{nonce}:{block}".encode(), "sha256")):
            yield word / _WORD_RANGE


def choose(fraction: float, count_of: int) -> int:
    """Return an index below `count_of`, from a float in [0, 1)."""
    return int(fraction * count_of)
