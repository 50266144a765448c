"""Passwords: what may be one, how they are hashed, and that nobody can tell an unknown user by the work done."""

import asyncio
import threading
import unicodedata

import pytest
from argon2 import PasswordHasher, extract_parameters

from gateway.auth.passwords import Overloaded, Passwords, WeakPassword, check_password, common_passwords
from gateway.config import GatewayConfig

SECRET = "a secret of the tests, long enough"
CHEAP = GatewayConfig(jwt_secret=SECRET, argon2_memory_kib=8, argon2_passes=1)


@pytest.fixture
def passwords():
    made = Passwords(CHEAP)
    yield made
    made.close()


@pytest.mark.parametrize("password", ["x7!" * 2 + "y9", "x!" * 64, "비밀번호여덟글자", "correct horse"])
def test_a_password_of_8_to_128_characters_is_accepted(password):
    check_password(password, "mina")


@pytest.mark.parametrize("password", ["", "x" * 7, "x!" * 64 + "x", "password1", "PASSWORD1", "1q2w3e4r", "casino777"])
def test_a_short_long_or_common_password_is_refused_without_repeating_it(password):
    with pytest.raises(WeakPassword) as refused:
        check_password(password, "mina")
    assert not password or password not in str(refused.value)


def test_the_username_is_no_password():
    with pytest.raises(WeakPassword):
        check_password("Mina.The.First", "mina.the.first")


def test_the_list_of_common_passwords_holds_what_length_alone_would_accept():
    assert len(common_passwords()) > 16_000
    assert all(len(one) >= 8 and one == one.casefold() for one in common_passwords())
    assert {"casino777", "trustno1", "qwertyuiop", "1q2w3e4r"} <= common_passwords()


async def test_a_password_verifies_against_its_hash_only(passwords):
    stored = await passwords.hash("correct horse")

    assert await passwords.verify(stored, "correct horse")
    assert not await passwords.verify(stored, "correct horsf")
    assert not await passwords.verify("no hash at all", "correct horse")


async def test_a_password_is_the_same_from_every_keyboard(passwords):
    composed, decomposed, wide = "pâsswört-ⅳ", unicodedata.normalize("NFD", "pâsswört-iv"), "ｐâｓｓｗöｒｔ-iv"
    stored = await passwords.hash(composed)
    for typed in (composed, decomposed, wide):
        assert await passwords.verify(stored, typed)
    assert not await passwords.verify(stored, "passwort-iv")


async def test_a_hash_from_before_passwords_were_normalized_still_verifies(passwords):
    typed = unicodedata.normalize("NFD", "pâsswört-iv")
    stored = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(typed)
    assert await passwords.verify(stored, typed)
    assert not await passwords.verify(stored, "passwort-iv")


def test_a_wide_form_of_a_common_password_is_as_common():
    with pytest.raises(WeakPassword):
        check_password("ｐａｓｓｗｏｒｄ１２３", "mina")


async def test_two_hashes_of_one_password_differ(passwords):
    assert await passwords.hash("correct horse") != await passwords.hash("correct horse")


async def test_the_default_cost_is_argon2id_with_19_mib_2_passes_1_lane():
    passwords = Passwords(GatewayConfig(jwt_secret=SECRET))
    parameters = extract_parameters(await passwords.hash("correct horse"))
    passwords.close()

    assert parameters.type.name == "ID"
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19 * 1024, 2, 1)


async def test_an_unknown_user_costs_one_verification_and_never_matches(passwords, monkeypatch):
    verified = []
    real = PasswordHasher.verify

    def counting(self, stored, password):
        verified.append(stored)
        return real(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", counting)

    assert not await passwords.verify(None, "the password of no account")
    assert len(verified) == 1
    assert extract_parameters(verified[0]).memory_cost == CHEAP.argon2_memory_kib


async def test_hashing_leaves_the_event_loop_free_and_the_queue_is_bounded(monkeypatch):
    release, threads = threading.Event(), []
    passwords = Passwords(
        GatewayConfig(jwt_secret=SECRET, argon2_memory_kib=8, argon2_passes=1, password_workers=1, password_queue_max=1)
    )

    def blocked(self, password):
        threads.append(threading.current_thread())
        release.wait(10)
        return "hash"

    monkeypatch.setattr(PasswordHasher, "hash", blocked)
    waiting = [asyncio.create_task(passwords.hash("correct horse")) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Overloaded):
        await passwords.hash("correct horse")
    release.set()

    assert await asyncio.gather(*waiting) == ["hash", "hash"]
    assert threading.main_thread() not in threads
    assert await passwords.hash("correct horse") == "hash"
    passwords.close()


def test_a_short_token_secret_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        GatewayConfig(jwt_secret="x" * 31)


def test_a_configuration_does_not_show_its_secret():
    assert SECRET not in repr(CHEAP)
