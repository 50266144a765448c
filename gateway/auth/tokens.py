"""Tokens: access tokens are JWTs (RFC 7519), checked without a store; refresh tokens are opaque and stored hashed.

A refresh token reads `SESSION.NONCE.MAC`. The MAC shows that we made it, so a stranger who knows a session's id cannot
have that session revoked as "reused". The next nonce is derived from the last one with our key: a refresh that is
repeated because its answer was lost gets that same answer, and no token is ever kept in clear.
"""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Any, Protocol

import jwt

from actors.runtime.clock import Clock
from gateway.config import GatewayConfig

ALGORITHM = "HS256"
TOKEN_CHARS_MAX = 4096
CLOCK_SKEW_S_MAX = 60
"""Another gateway's `iat` may lie this far in the future."""
NONCE_BYTES = 16
_REFRESH = re.compile(r"[0-9a-z]{13}\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{22}")


class TokenInvalid(Exception):
    """The token is not one of ours, or not for this use."""


class TokenExpired(Exception):
    """The token was one of ours; its time is over."""


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller, as an access token names them, which was made at `issued_at` and ends at `expires_at` (Unix ms)."""

    user_id: str
    role: str
    session_id: str
    expires_at: int
    issued_at: int = 0


class TokenVerifier(Protocol):
    """Checks access tokens."""

    def verify(self, token: str) -> Principal:
        """Return the principal of a token that is valid now. Raise TokenExpired or TokenInvalid."""
        ...


class AccessTokens:
    """Issues and verifies access tokens: algorithm pinned, every claim required (OWASP ASVS 9.1, 9.2).

    Players and staff are two audiences, and a token must be of its role's.
    """

    def __init__(self, config: GatewayConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock

    def issue(self, user_id: str, role: str, session_id: str, life_s: int = 0) -> str:
        """Return an access token that is valid for `life_s`; 0: `GatewayConfig.token_ttl_s` of that role."""
        now_s = self._clock.now_ms() // 1000
        claims = {
            "iss": self._config.issuer,
            "aud": self._config.audience_of(role),
            "sub": user_id,
            "sid": session_id,
            "role": role,
            "typ": "access",
            "iat": now_s,
            "exp": now_s + (life_s or self._config.token_ttl_s(role)),
        }
        return jwt.encode(claims, self._config.jwt_secret, algorithm=ALGORITHM)

    def verify(self, token: str) -> Principal:
        """Return the principal of a token that is valid now.

        Raises:
            TokenExpired: it was valid once.
            TokenInvalid: anything else.
        """
        claims = self._decode(token)
        now_s = self._clock.now_ms() // 1000
        texts = [claims[name] for name in ("sub", "sid", "role")]
        times = [claims[name] for name in ("iat", "exp")]
        if claims["typ"] != "access" or not all(isinstance(text, str) and text for text in texts):
            raise TokenInvalid("not an access token")
        if claims["aud"] != self._config.audience_of(claims["role"]):
            raise TokenInvalid("an audience that is not that of the role")
        if any(type(time) is not int for time in times) or claims["iat"] > now_s + CLOCK_SKEW_S_MAX:
            raise TokenInvalid("impossible times")
        if now_s >= claims["exp"]:
            raise TokenExpired
        return Principal(claims["sub"], claims["role"], claims["sid"], claims["exp"] * 1000, claims["iat"] * 1000)

    def _decode(self, token: str) -> dict[str, Any]:
        if len(token) > TOKEN_CHARS_MAX:
            raise TokenInvalid("too long")
        # Times are checked against our own clock above, the library would read the machine's.
        options: Any = {
            "require": ["iss", "aud", "sub", "sid", "role", "typ", "iat", "exp"],
            "verify_exp": False,
            "verify_iat": False,
            "verify_nbf": False,
            "verify_aud": False,
        }
        config = self._config
        try:
            return jwt.decode(
                token,
                config.jwt_secret,
                algorithms=[ALGORITHM],
                issuer=config.issuer,
                options=options,
            )
        except (jwt.InvalidTokenError, ValueError) as error:
            raise TokenInvalid("signature, form or claims") from error


def refresh_hash(token: str) -> bytes:
    """Return what is stored of a refresh token: it has 128 random bits, so a plain SHA-256 suffices."""
    return hashlib.sha256(token.encode()).digest()


class RefreshTokens:
    """Makes refresh tokens and tells ours from others; the accounts store knows which of them is in force."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"pitboss refresh tokens\0" + secret.encode()).digest()

    def first(self, session_id: str) -> str:
        """Return the first token of a session."""
        return self._token(session_id, secrets.token_bytes(NONCE_BYTES))

    def successor(self, token: str) -> str:
        """Return the token that replaces `token`, the same one each time."""
        session_id, nonce, _ = token.split(".")
        return self._token(session_id, self._digest(f"next.{session_id}.{nonce}"))

    def line(self, token: str, successors: int) -> list[str]:
        """Return `token` and its next `successors`, in order."""
        line = [token]
        for _ in range(successors):
            line.append(self.successor(line[-1]))
        return line

    def session_id(self, token: str) -> str:
        """Return the session that a token of ours belongs to.

        Raises:
            TokenInvalid: we did not make it.
        """
        if not _REFRESH.fullmatch(token):
            raise TokenInvalid("not a refresh token")
        session_id, nonce, mac = token.split(".")
        if not hmac.compare_digest(mac, self._mac(session_id, nonce)):
            raise TokenInvalid("not a refresh token of ours")
        return session_id

    def _token(self, session_id: str, nonce: bytes) -> str:
        text = _text(nonce)
        return f"{session_id}.{text}.{self._mac(session_id, text)}"

    def _mac(self, session_id: str, nonce: str) -> str:
        return _text(self._digest(f"mac.{session_id}.{nonce}"))

    def _digest(self, message: str) -> bytes:
        return hmac.digest(self._key, message.encode(), "sha256")[:NONCE_BYTES]


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
