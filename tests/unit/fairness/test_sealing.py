"""What is sealed can be opened with the same key in the same place only."""

from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from actors.fairness.sealing import NONCE_BYTES, SECOND_FACTORS, KeySeal, key_id_of

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


def test_what_a_former_key_has_sealed_opens_and_is_known_not_to_be_current():
    sealed = SEAL.close(b"the next hash", NONCE, "crash/main/1")
    turned = KeySeal("a new secret", "a secret")
    assert turned.open(sealed, "crash/main/1") == b"the next hash"
    assert (SEAL.is_current(sealed), turned.is_current(sealed)) == (True, False)
    again = turned.close(b"the next hash", NONCE, "crash/main/1")
    assert turned.is_current(again)
    with pytest.raises(InvalidTag):
        SEAL.open(again, "crash/main/1")


def test_the_id_of_the_key_stands_beside_the_value_and_is_not_the_key():
    sealed = SEAL.close(b"", NONCE, "")
    assert key_id_of(sealed) == SEAL.key_id
    assert len({KeySeal(secret).key_id for secret in ("a secret", "another", "a third")}) == 3


def test_each_purpose_has_a_key_of_its_own():
    sealed = SEAL.close(b"plain", NONCE, "context")
    with pytest.raises(InvalidTag):
        KeySeal("a secret", purpose=SECOND_FACTORS).open(sealed, "context")


def test_a_value_of_the_older_form_opens_and_is_not_current():
    key = sha256(b"pitboss seal\0a secret").digest()
    older = NONCE + AESGCM(key).encrypt(NONCE, b"the next hash", b"crash/main/1")
    for seal in (SEAL, KeySeal("a new secret", "a secret")):
        assert seal.open(older, "crash/main/1") == b"the next hash"
        assert not seal.is_current(older)
    assert key_id_of(older) == ""


@pytest.mark.parametrize("sealed", [b"", b"PBS1", b"PBS1" + bytes(8), bytes(11), bytes(12), bytes(40)])
def test_what_is_no_seal_opens_nothing(sealed: bytes):
    with pytest.raises(InvalidTag):
        SEAL.open(sealed, "")
