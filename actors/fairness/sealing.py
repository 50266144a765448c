"""Secrets at rest: stored values that no reader of the database may learn (AES-256-GCM), under keys that can change.

A sealed value is MARK, the id of its key (KEY_ID_BYTES), a nonce (NONCE_BYTES) and the ciphertext with its tag. Values
of an older form have neither mark nor id. Each purpose has a key of its own, derived from a secret of the settings by
HKDF with SHA-256 (RFC 5869), so that what is sealed for one can be opened for no other.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from actors.runtime.entity import Entropy

MARK = b"PBS1"
KEY_ID_BYTES = 8
KEY_BYTES = 32
NONCE_BYTES = 12
_HEAD_BYTES = len(MARK) + KEY_ID_BYTES
_KEY_ID = slice(len(MARK), _HEAD_BYTES)
CHAINS = "crash chains"
PLAYER_SEEDS = "player seeds"
SECOND_FACTORS = "second factors"
"""Purposes."""


class Seal(Protocol):
    """Encrypts secrets that an entity stores. `context` binds it to its place; a nonce is used once."""

    def close(self, plain: bytes, nonce: bytes, context: str) -> bytes:
        """Encrypt and authenticate `plain`."""
        ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed. Raises InvalidTag for another key or context, or a damaged seal."""
        ...

    def is_current(self, sealed: bytes) -> bool:
        """Return True if `sealed` names the key of new values: no other is needed to open it."""
        ...


class KeySeal:
    """`Seal` of one purpose under the first of `secrets`; what was sealed under any of them can be opened.

    `unnamed` are the secrets of values of the older form, by default those of chains.
    """

    def __init__(self, *secrets: str, purpose: str = CHAINS, unnamed: Sequence[str] | None = None) -> None:
        named = [_derived(secret, purpose) for secret in secrets]
        self._by_id = {key_id: AESGCM(key) for key_id, key in reversed(named)}
        self._unnamed = [AESGCM(_unnamed_key(secret)) for secret in (secrets if unnamed is None else unnamed)]
        self._id, key = named[0]
        self._cipher = AESGCM(key)

    @property
    def key_id(self) -> str:
        """The id of the key of new values, in hexadecimal; it tells nothing about the key."""
        return self._id.hex()

    def close(self, plain: bytes, nonce: bytes, context: str) -> bytes:
        """See `Seal.close`. Raises ValueError for a nonce of another length than NONCE_BYTES."""
        if len(nonce) != NONCE_BYTES:
            raise ValueError(f"a nonce has {NONCE_BYTES} bytes, not {len(nonce)}")
        return MARK + self._id + nonce + self._cipher.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """See `Seal.open`."""
        known = self._by_id.get(sealed[_KEY_ID]) if is_sealed(sealed) else None
        if known is not None:
            opened = _opened(known, sealed[_HEAD_BYTES:], context)
            if opened is not None:
                return opened
        for cipher in self._unnamed:  # an older form begins like this by chance once in 2**96 values
            opened = _opened(cipher, sealed, context)
            if opened is not None:
                return opened
        raise InvalidTag

    def is_current(self, sealed: bytes) -> bool:
        """See `Seal.is_current`."""
        return key_id_of(sealed) == self.key_id


class Seals(NamedTuple):
    """The seals of what entities store, one for each purpose."""

    chains: KeySeal
    seeds: KeySeal


def entity_seals(*secrets: str) -> Seals:
    """Return the seals under the first of `secrets`; what was sealed under any of them can be opened."""
    return Seals(KeySeal(*secrets), KeySeal(*secrets, purpose=PLAYER_SEEDS, unnamed=()))


def draw_nonce(entropy: Entropy) -> bytes:
    """Return a nonce, which is used for one value."""
    return bytes.fromhex(entropy.seed_hex())[:NONCE_BYTES]


def is_sealed(value: bytes) -> bool:
    """Return whether a value of today's form is sealed at all, by its mark."""
    return value.startswith(MARK)


def key_id_of(sealed: bytes) -> str:
    """Return the id of the key of a sealed value, in hexadecimal; "" for the older form."""
    return sealed[len(MARK) :][:KEY_ID_BYTES].hex() if is_sealed(sealed) else ""


def _opened(cipher: AESGCM, sealed: bytes, context: str) -> bytes | None:
    """Return what `cipher` opens of a nonce and its ciphertext; None: it is not the one."""
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError):  # ValueError: too short to be anything
        return None


def _derived(secret: str, purpose: str) -> tuple[bytes, bytes]:
    """Return the id and the key of a purpose."""
    info = f"pitboss seal 1\0{purpose}".encode()
    derived = HKDF(SHA256(), KEY_ID_BYTES + KEY_BYTES, salt=None, info=info).derive(secret.encode())
    return derived[:KEY_ID_BYTES], derived[KEY_ID_BYTES:]


def _unnamed_key(secret: str) -> bytes:
    return sha256(b"pitboss seal\0" + secret.encode()).digest()
