"""The crash formula and the chain of hashes against the published vectors."""

import hashlib
import hmac
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.crash.rules.point import LOWEST_HUNDREDTHS, crash_hundredths, previous_hash

SALT = "0000000000000000004d6ec16dafe9d8370958664c1dc422f452892264c59526"
LATER = "b2acd37fbdb5509926ab5d7329704c840f8467266c90019682f3b260a029bdba"
BEFORE = "82886b71b3b26e4b162bbdf4e7024f50f6a7250c207fb9ce497ad56a3e7e700a"
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)


@pytest.mark.parametrize(("game_hash", "cents"), [(LATER, 126), (BEFORE, 118)])
def test_the_points_are_those_of_the_published_vectors(game_hash: str, cents: int) -> None:
    assert crash_hundredths(game_hash, SALT) == cents


def test_the_hash_of_the_round_before_is_the_published_one() -> None:
    assert previous_hash(LATER) == BEFORE


def test_upper_case_hex_is_the_same_hash() -> None:
    assert crash_hundredths(LATER.upper(), SALT) == 126
    assert previous_hash(LATER.upper()) == BEFORE


@pytest.mark.parametrize("text", ["", LATER[:-1], LATER + "0", "g" * 64, LATER[:-1] + " ", "0x" + LATER[2:]])
def test_what_is_no_hash_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="hex"):
        crash_hundredths(text, SALT)
    with pytest.raises(ValueError, match="hex"):
        previous_hash(text)


@given(hashes, st.text(st.characters(max_codepoint=127), max_size=80))
def test_the_point_is_the_formula_in_exact_arithmetic(game_hash: str, salt: str) -> None:
    hexadecimal = hmac.new(salt.encode(), bytes.fromhex(game_hash), hashlib.sha256).hexdigest()
    share = Fraction(int(hexadecimal[:13], 16), 2**52)
    assert crash_hundredths(game_hash, salt) == max(LOWEST_HUNDREDTHS, int(99 / (1 - share)))


@given(hashes)
def test_a_chain_reveals_the_past_and_each_hash_commits_to_the_one_before(game_hash: str) -> None:
    assert previous_hash(game_hash) == hashlib.sha256(game_hash.encode()).hexdigest()
