"""Provable fairness against the published vectors."""

import hmac
from hashlib import sha256
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.fairness.floats import _hmac_sha256, choose, commitment, floats

SERVER_SEED = "18e93f4a7b5b58d2569765766d1b6c3296bbd8430d6f20249044d72f14720159"
CLIENT_SEED = "bb62964774"
PUBLISHED = [
    0.771740999306,
    0.889090552926,
    0.308135983068,
    0.804836504394,
    0.035255961353,
    0.19547443511,
    0.497447113506,
    0.242104325909,
    0.597233845852,
    0.414248711662,
]


def test_the_floats_are_those_of_the_published_vector() -> None:
    assert list(islice(floats(SERVER_SEED, CLIENT_SEED, 1), 10)) == pytest.approx(PUBLISHED, abs=1e-12)


@given(key=st.binary(max_size=200), message=st.binary(max_size=200))
def test_the_digest_behind_the_floats_is_that_of_the_library(key: bytes, message: bytes) -> None:
    assert _hmac_sha256(key, message) == hmac.digest(key, message, "sha256")


def test_five_strips_stop_where_the_published_vector_stops() -> None:
    stops = [choose(f, n) for f, n in zip(floats(SERVER_SEED, CLIENT_SEED, 1), (30, 30, 30, 30, 41), strict=False)]
    assert stops == [23, 26, 9, 24, 1]


def test_a_commitment_is_the_hash_of_the_hex_text_and_not_of_the_bytes() -> None:
    assert commitment(SERVER_SEED) == sha256(SERVER_SEED.encode()).hexdigest()
    assert commitment(SERVER_SEED) != sha256(bytes.fromhex(SERVER_SEED)).hexdigest()


@given(st.text(max_size=40), st.integers(0, 2**53))
def test_floats_are_fractions_and_the_same_each_time(client_seed: str, nonce: int) -> None:
    first = list(islice(floats(SERVER_SEED, client_seed, nonce), 20))
    assert first == list(islice(floats(SERVER_SEED, client_seed, nonce), 20))
    assert all(0 <= f < 1 for f in first)
    assert len(set(first)) > 1


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 1000))
def test_a_choice_is_always_one_of_those_offered(fraction: float, count_of: int) -> None:
    assert 0 <= choose(fraction, count_of) < count_of
