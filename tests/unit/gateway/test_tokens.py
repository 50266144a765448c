"""Tokens: what is accepted, and every way in which one can be wrong."""

import base64
import json

import jwt
import pytest

from actors.runtime.clock import ManualClock
from gateway.auth.tokens import AccessTokens, Principal, RefreshTokens, TokenExpired, TokenInvalid, refresh_hash
from gateway.config import GatewayConfig
from gateway.rest.problems import Problem
from gateway.rest.provided import authenticate

SECRET = "a secret of the tests, long enough"
SESSION = "0123456789abc"
RSA_PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf
9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ==
-----END PUBLIC KEY-----
"""


@pytest.fixture
def clock():
    return ManualClock(1_795_000_000_000)


@pytest.fixture
def tokens(clock):
    return AccessTokens(GatewayConfig(jwt_secret=SECRET), clock)


def signed(clock, secret=SECRET, algorithm="HS256", without=(), **changes):
    now_s = clock.now_ms() // 1000
    claims = {
        "iss": "pitboss",
        "aud": "pitboss",
        "sub": "u1",
        "sid": "s1",
        "role": "PLAYER",
        "typ": "access",
        "iat": now_s,
        "exp": now_s + 900,
    }
    claims.update(changes)
    return jwt.encode({key: claims[key] for key in claims if key not in without}, secret, algorithm=algorithm)


def segment(data):
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


def test_an_issued_token_says_who_and_until_when(tokens, clock):
    assert tokens.verify(tokens.issue("u1", "PLAYER", "s1")) == Principal(
        "u1", "PLAYER", "s1", clock.now_ms() + 900_000, clock.now_ms()
    )


def test_a_token_lives_for_15_minutes(tokens, clock):
    token = tokens.issue("u1", "PLAYER", "s1")
    clock.advance(899_999)
    tokens.verify(token)
    clock.advance(1)
    with pytest.raises(TokenExpired):
        tokens.verify(token)


def test_a_token_of_another_gateway_may_be_a_little_ahead_of_our_clock(tokens, clock):
    now_s = clock.now_ms() // 1000

    assert tokens.verify(signed(clock, iat=now_s + 60))
    with pytest.raises(TokenInvalid):
        tokens.verify(signed(clock, iat=now_s + 61))


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "someone"},
        {"aud": "admin"},
        {"aud": ["pitboss", "admin"]},
        {"typ": "refresh"},
        {"sub": ""},
        {"sub": 7},
        {"sid": None},
        {"role": ["ADMIN"]},
        {"exp": "tomorrow"},
        {"exp": 99999999999.5},
        {"exp": True},
        {"iat": "now"},
    ],
)
def test_a_claim_of_another_value_or_type_is_refused(tokens, clock, changes):
    with pytest.raises(TokenInvalid):
        tokens.verify(signed(clock, **changes))


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "sid", "role", "typ", "iat", "exp"])
def test_a_missing_claim_is_refused(tokens, clock, claim):
    with pytest.raises(TokenInvalid):
        tokens.verify(signed(clock, without=(claim,)))


def test_the_signature_is_checked(tokens, clock):
    head, body, signature = signed(clock).split(".")
    forged = segment({"iss": "pitboss", "aud": "pitboss", "sub": "u2"})

    for token in (signed(clock, secret="another secret, which is long enough"), f"{head}.{forged}.{signature}"):
        with pytest.raises(TokenInvalid):
            tokens.verify(token)
    with pytest.raises(TokenInvalid):
        tokens.verify(f"{head}.{body}.")


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "RS256", "HS512", "ES256", ""])
def test_a_header_that_names_another_algorithm_is_refused(tokens, clock, algorithm):
    _, body, signature = signed(clock).split(".")
    for ending in (signature, ""):
        with pytest.raises(TokenInvalid):
            tokens.verify(f"{segment({'alg': algorithm, 'typ': 'JWT'})}.{body}.{ending}")


def test_an_unsigned_token_is_refused(tokens, clock):
    with pytest.raises(TokenInvalid):
        tokens.verify(signed(clock, secret=None, algorithm="none"))


def test_a_stronger_hash_with_the_right_secret_is_refused(clock):
    secret = SECRET * 2
    tokens = AccessTokens(GatewayConfig(jwt_secret=secret), clock)

    assert tokens.verify(signed(clock, secret=secret))
    with pytest.raises(TokenInvalid):
        tokens.verify(signed(clock, secret=secret, algorithm="HS512"))


def test_a_public_key_is_no_hmac_secret(tokens, clock):
    head, body = segment({"alg": "RS256", "typ": "JWT"}), signed(clock).split(".")[1]
    hmac = jwt.get_algorithm_by_name("HS256")
    signature = hmac.sign(f"{head}.{body}".encode(), RSA_PUBLIC_KEY.encode())
    with pytest.raises(TokenInvalid):
        tokens.verify(f"{head}.{body}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}")


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "a.b.c.d", "é.é.é", "x" * 4097, "\x00", "\ud800"])
def test_what_is_no_token_is_refused(tokens, token):
    with pytest.raises(TokenInvalid):
        tokens.verify(token)


def test_a_bearer_token_becomes_a_principal(tokens):
    principal = authenticate(tokens, f"bearer {tokens.issue('u1', 'VIEWER', 's1')}")

    assert (principal.user_id, principal.role, principal.session_id) == ("u1", "VIEWER", "s1")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Basic abc", "Bearer x.y.z"])
def test_a_header_without_a_valid_token_is_unauthenticated(tokens, header):
    with pytest.raises(Problem) as refused:
        authenticate(tokens, header)
    assert (refused.value.status, refused.value.code) == (401, "unauthenticated")


def test_refresh_tokens_of_one_session_form_a_chain_that_repeats():
    refresh = RefreshTokens(SECRET)
    first = refresh.first(SESSION)
    second = refresh.successor(first)

    assert refresh.session_id(first) == refresh.session_id(second) == SESSION
    assert refresh.successor(first) == second
    assert len({first, second, refresh.successor(second)}) == 3


def test_two_sessions_start_with_different_tokens():
    refresh = RefreshTokens(SECRET)

    assert refresh.first(SESSION) != refresh.first(SESSION)


def test_a_refresh_token_of_another_secret_is_refused():
    token = RefreshTokens("another secret, which is long enough").first(SESSION)
    with pytest.raises(TokenInvalid):
        RefreshTokens(SECRET).session_id(token)


def test_a_refresh_token_cannot_be_moved_to_another_session():
    token = RefreshTokens(SECRET).first(SESSION)
    with pytest.raises(TokenInvalid):
        RefreshTokens(SECRET).session_id(token.replace(SESSION, SESSION[::-1]))


def test_a_refresh_token_is_stored_as_a_sha256_digest():
    token = RefreshTokens(SECRET).first(SESSION)

    assert len(refresh_hash(token)) == 32
    assert refresh_hash(token) != refresh_hash(token + " ")
