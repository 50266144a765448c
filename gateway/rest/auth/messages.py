"""The bodies of `/api/auth`: what clients send, and what they are answered (protocol.md, REST shapes)."""

from typing import Annotated

import msgspec

from actors.runtime.payloads import ClientPayload, ServerPayload
from gateway.rest.pages import Listed

Text = Annotated[str, msgspec.Meta(max_length=256)]
"""Long enough for any name or password; which are accepted is decided after decoding, so that the answer says why."""


class SignUp(ClientPayload, frozen=True):
    """A new account.

    `username`: 3-32 letters a-z, digits, Hangul, `_`, `.`, `-`; `password`: 8-128 characters, not a common one;
    `time_zone`: an IANA name, it decides when the player's day ends; `locale`: a BCP 47 language tag.
    """

    username: Text
    """Name: 3 to 32 letters a-z, digits, Hangul, `_`, `.`, `-`."""
    password: Text
    """Password: 8 to 128 characters, not a common one."""
    time_zone: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] = "Asia/Seoul"
    """Name or alias of the time zone in the IANA database, in any case; it decides when the player's day ends."""
    locale: Annotated[str, msgspec.Meta(max_length=32)] = "ko"
    """Language of the player, a BCP 47 tag; kept in its canonical form."""


class LogIn(ClientPayload, frozen=True):
    """Credentials. A device that sends a refresh token of the account is not locked out by what others guess."""

    username: Text
    """Name of the account."""
    password: Text
    """Password of the account."""
    totp: Annotated[str, msgspec.Meta(max_length=16)] = ""
    """The six digits that the authenticator shows, for staff who have one; else empty."""
    refresh_token: Text = ""
    """Refresh token in force of a session of this account, if the device has one; else empty."""


class RefreshRequest(ClientPayload, frozen=True):
    """The refresh token of the last answer."""

    refresh_token: Text
    """The refresh token of the last answer."""


class PasswordChange(ClientPayload, frozen=True):
    """The password in force and the one to replace it."""

    current: Text
    """The password in force."""
    new: Text
    """The password to replace it: 8 to 128 characters, not a common one."""


class CookieRefresh(ClientPayload, frozen=True):
    """Nothing: the refresh token is in the cookie."""


class UserView(ServerPayload, frozen=True):
    """An account as its owner sees it."""

    id: str
    """Id of the account."""
    username: str
    """Name of the account, as it was chosen at sign-up."""
    role: str
    """Role of the account."""


class TokenAnswer(ServerPayload, frozen=True):
    """Tokens of a session; `expires_in` is the access token's life in seconds."""

    access_token: str
    """Access token, to be sent as `Authorization: Bearer ...`."""
    refresh_token: str
    """Refresh token: good for one refresh, replaced by it."""
    expires_in: int
    """Life of the access token, in seconds."""
    user: UserView
    """The account."""
    token_type: str = "bearer"
    """Always `bearer`."""


class CookieTokenAnswer(ServerPayload, frozen=True):
    """The access token of a session whose refresh token is in a cookie; `expires_in` is its life in seconds."""

    access_token: str
    """Access token, to be sent as `Authorization: Bearer ...`."""
    expires_in: int
    """Life of the access token, in seconds."""
    user: UserView
    """The account."""
    token_type: str = "bearer"
    """Always `bearer`."""


class Me(ServerPayload, frozen=True):
    """The caller and the session of the token; `created_at` and `expires_at`, the token's end, are Unix ms."""

    id: str
    """Id of the caller's account."""
    username: str
    """Name of the account, as it was chosen at sign-up."""
    role: str
    """Role of the account."""
    session_id: str
    """Id of the session of the token."""
    expires_at: int
    """When the access token expires, in Unix ms."""
    created_at: int
    """When the account was made, in Unix ms."""
    locale: str
    """Language of the player, a BCP 47 tag in its canonical form."""


class SessionView(ServerPayload, frozen=True):
    """A living session. Times are Unix ms; `current` marks the one that asks."""

    id: str
    """Id of the session."""
    created_at: int
    """When it was opened, in Unix ms."""
    refreshed_at: int
    """When its tokens were last refreshed, in Unix ms."""
    expires_at: int
    """When it ends unless it is refreshed, in Unix ms."""
    address: str
    """Address that opened or last refreshed it."""
    client: str
    """Program of the client, as it calls itself."""
    current: bool
    """True for the session that asks."""


class SessionList(Listed[SessionView], frozen=True):
    """Living sessions, newest first."""
