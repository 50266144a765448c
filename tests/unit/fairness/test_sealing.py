"""What is sealed can be opened with the same key in the same place only."""

import pytest
from cryptography.exceptions import InvalidTag

from actors.fairness.sealing import NONCE_BYTES, KeySeal

SEAL = KeySeal("a secret")
NONCE = bytes(range(NONCE_BYTES))


def test_what_was_sealed_opens_and_does_not_show():
    sealed = SEAL.close(b"the next hash", NONCE, "crash/main/1")
    assert b"hash" not in sealed
    assert SEAL.open(sealed, "crash/main/1") == b"the next hash"


def test_another_key_another_place_or_a_changed_byte_opens_nothing():
    sealed = SEAL.close(b"the next hash", NONCE, "crash/main/1")
    for seal, data, place in (
        (KeySeal("another secret"), sealed, "crash/main/1"),
        (SEAL, sealed, "crash/high/1"),
        (SEAL, sealed[:-1] + bytes([sealed[-1] ^ 1]), "crash/main/1"),
    ):
        with pytest.raises(InvalidTag):
            seal.open(data, place)


def test_a_nonce_of_another_length_is_refused():
    with pytest.raises(ValueError, match="12 bytes"):
        SEAL.close(b"", b"short", "crash/main/1")
