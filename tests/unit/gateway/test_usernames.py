"""Usernames: what may be one, and when two are the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.auth.usernames import (
    RESERVED,
    InvalidUsername,
    accepted_username,
    new_username,
    username_key,
    username_skeleton,
)
from gateway.identifiers import ALPHABET, new_id


@pytest.mark.parametrize("name", ["abc", "A.b-c_9", "x" * 32, "홍길동", "한글name7"])
def test_letters_digits_and_hangul_are_accepted_as_they_are(name):
    assert accepted_username(name) == name


@pytest.mark.parametrize(
    "name", ["", "ab", "x" * 33, "a b", "a/b/c", "аdmin", "ädmin", "abc\n", "a\u200bbc", "ㅋㅋㅋ", "💎💎💎"]
)
def test_anything_else_is_refused(name):
    with pytest.raises(InvalidUsername):
        accepted_username(name)


@pytest.mark.parametrize(("one", "other"), [("Mina", "mina"), ("ｍｉｎａ", "mina"), ("ﬁsh", "FISH")])
def test_look_alikes_have_one_key(one, other):
    assert username_key(one) == username_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bill", "B1LL"), ("Illy", "lily"), ("moon", "m00n"), ("mina", "rnina"), ("wood", "vvood"), ("a.b_c", "a-b-c")],
)
def test_names_that_readers_confuse_have_one_skeleton(one, other):
    assert username_skeleton(one) == username_skeleton(other)


def test_other_names_have_other_skeletons():
    names = ["mina", "nina", "min4", "bot2", "bot3", "bot10", "ab-c", "a-bc", "홍길동", "홍길둥"]
    assert len(set(map(username_skeleton, names))) == len(names)


@pytest.mark.parametrize("name", [*RESERVED, "R00T", "adm1n", "Ad-min_", "h.o.u.s.e", "Systern", "...", "-_-", "__."])
def test_a_new_name_speaks_for_nobody_else_and_has_a_letter_or_digit(name):
    with pytest.raises(InvalidUsername):
        new_username(name)


def test_a_new_name_is_never_the_id_of_an_account():
    for name in (new_id(), new_id().upper(), "0123456789abc"):
        with pytest.raises(InvalidUsername, match="id"):
            new_username(name)
    assert new_username("louis-the-first") == "louis-the-first"


def test_a_compatible_form_is_stored_in_its_plain_form():
    assert accepted_username(unicodedata.normalize("NFD", "홍길동")) == "홍길동"


@given(st.text())
def test_an_accepted_name_is_accepted_again_and_keeps_its_key(name):
    try:
        accepted = accepted_username(name)
    except InvalidUsername:
        return
    assert accepted_username(accepted) == accepted
    assert username_key(accepted) == username_key(name)


def test_ids_are_13_characters_of_crockford_base_32_and_differ():
    ids = {new_id() for _ in range(200)}

    assert len(ids) == 200
    assert all(len(one) == 13 and set(one) <= set(ALPHABET) for one in ids)
