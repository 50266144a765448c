"""Secrets at rest: stored parts that no reader of the database may learn (AES-256-GCM)."""

from hashlib import sha256
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class Seal(Protocol):
    """Encrypts secrets that an entity stores. `context` binds it to its place; a nonce is used once."""

    def close(self, plain: bytes, nonce: bytes, context: str) -> bytes:
        """Encrypt and authenticate `plain`."""
        ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed. Raises InvalidTag for another key or context, or a damaged seal."""
        ...


class KeySeal:
    """`Seal` under a key that is derived from a secret of the settings."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(sha256(b"pitboss seal\0" + secret.encode()).digest())

    def close(self, plain: bytes, nonce: bytes, context: str) -> bytes:
        """See `Seal.close`. Raises ValueError for a nonce of another length than NONCE_BYTES."""
        if len(nonce) != NONCE_BYTES:
            raise ValueError(f"a nonce has {NONCE_BYTES} bytes, not {len(nonce)}")
        return nonce + self._cipher.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """See `Seal.open`."""
        return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
