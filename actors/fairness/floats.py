"""Provable fairness of solo games: the outcomes follow from seeds that were committed to before the round.

Method of stake.us (test vectors: repository KyranRana/stake-provably-fair-api). A verifier needs the revealed server
seed, the client seed and the nonce alone.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from struct import Struct

_SHA256_BLOCK_BYTES = 64
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))
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
        for word in _EIGHT_WORDS.unpack(_hmac_sha256(key, f"{client_seed}:{nonce}:{block}".encode())):
            yield word / _WORD_RANGE


def _hmac_sha256(key: bytes, message: bytes) -> bytes:
    """Return the HMAC (RFC 2104). Python's goes through OpenSSL 3, which looks for its method each time: a round would
    spend more on that than on its rules."""
    block = (key if len(key) <= _SHA256_BLOCK_BYTES else sha256(key).digest()).ljust(_SHA256_BLOCK_BYTES, b"\0")
    return sha256(block.translate(_OUTER) + sha256(block.translate(_INNER) + message).digest()).digest()


def choose(fraction: float, count_of: int) -> int:
    """Return an index below `count_of`, from a float in [0, 1)."""
    return int(fraction * count_of)
