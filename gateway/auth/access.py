"""Who may pass: a bearer token becomes a `Principal`, or the request is refused."""

from dataclasses import dataclass
from typing import Protocol

from gateway.auth.tokens import Claims, TokenExpired, TokenInvalid
from gateway.rest.problems import Problem

CHALLENGE = {"WWW-Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller. `expires_at` is when the token ends, in Unix ms."""

    user_id: str
    role: str
    session_id: str
    expires_at: int


class TokenVerifier(Protocol):
    """Checks access tokens; raises TokenExpired or TokenInvalid."""

    def verify(self, token: str) -> Claims: ...


def authenticate(tokens: TokenVerifier, authorization: str | None) -> Principal:
    """The principal of an `Authorization` header.

    Raises:
        Problem: `token_expired`, or `unauthenticated` for whatever else is wrong with it.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("unauthenticated", "this needs an access token", headers=CHALLENGE)
    try:
        claims = tokens.verify(token.strip())
    except TokenExpired:
        raise Problem("token_expired", "the access token has expired", headers=CHALLENGE) from None
    except TokenInvalid:
        raise Problem("unauthenticated", "the access token is not valid", headers=CHALLENGE) from None
    return Principal(claims.user_id, claims.role, claims.session_id, claims.expires_at)
