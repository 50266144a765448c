"""`/api/auth`: accounts, tokens and sessions (protocol.md, REST shapes)."""

import re
from typing import Annotated, ClassVar

import msgspec
import structlog
from fastapi import APIRouter, Request
from starlette.responses import Response

from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ClientPayload, ServerPayload
from actors.streak.local_days import zone_named
from actors.streak.messages import StreakZone
from gateway.auth.identity import NewAccount
from gateway.auth.sessions import SessionOver, SignedIn
from gateway.ports import GATEWAY
from gateway.rest.body import json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.pages import NEWEST_FIRST, Cursors, Listed, WantedPage
from gateway.rest.problems import Problem
from gateway.rest.provided import Caller, Identities, Provided, origin_of
from gateway.texts.locales import canonical_locale
from persistence.identity.accounts import Account, LoginSession

log = structlog.get_logger(__name__)

SESSIONS: Cursors[tuple[int, str]] = Cursors("sessions", NEWEST_FIRST)
_SESSION_ID = re.compile(r"[0-9a-z]{13}")

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


class Me(ServerPayload, frozen=True):
    """The caller and the session of the token; `expires_at` is the token's end in Unix ms."""

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


class _Decoders:
    SIGN_UP: ClassVar[msgspec.json.Decoder[SignUp]] = msgspec.json.Decoder(SignUp)
    LOG_IN: ClassVar[msgspec.json.Decoder[LogIn]] = msgspec.json.Decoder(LogIn)
    PASSWORD: ClassVar[msgspec.json.Decoder[PasswordChange]] = msgspec.json.Decoder(PasswordChange)
    REFRESH: ClassVar[msgspec.json.Decoder[RefreshRequest]] = msgspec.json.Decoder(RefreshRequest)


router = APIRouter(prefix="/api/auth", tags=["auth"])


@router.post(
    "/signup",
    summary="Sign up",
    **documented(
        body=SignUp, answer=TokenAnswer, status=201, says="The account and its first session.", problems=(409, 429)
    ),
)
async def sign_up(request: Request, provided: Provided, identity: Identities) -> Response:
    """Create a player's account and open its first session."""
    wanted = await read_payload(request, _Decoders.SIGN_UP, provided.config.body_bytes_max)
    new = NewAccount(
        username=wanted.username,
        password=wanted.password,
        time_zone=_time_zone(wanted.time_zone),
        locale=_locale(wanted.locale),
    )
    signed_in = await identity.sign_up(new, origin_of(request))
    if new.time_zone != provided.config.streak.time_zone:
        await _live_in(provided, signed_in.account)
    return _tokens(signed_in, 201)


@router.post(
    "/login", summary="Log in", **documented(body=LogIn, answer=TokenAnswer, says="A new session.", problems=(401, 429))
)
async def log_in(request: Request, provided: Provided, identity: Identities) -> Response:
    """Open a session. An unknown username and a wrong password get the same answer."""
    given = await read_payload(request, _Decoders.LOG_IN, provided.config.body_bytes_max)
    signed_in = await identity.log_in(
        given.username, given.password, origin_of(request), code=given.totp, refresh_token=given.refresh_token
    )
    return _tokens(signed_in)


@router.post(
    "/refresh",
    summary="Refresh tokens",
    **documented(
        body=RefreshRequest, answer=TokenAnswer, says="Fresh tokens of the same session.", problems=(401, 429)
    ),
)
async def refresh(request: Request, provided: Provided, identity: Identities) -> Response:
    """Exchange the refresh token. It is replaced each time. For 10 s the replaced one yields what is in force;
    presenting it later ends the session."""
    given = await read_payload(request, _Decoders.REFRESH, provided.config.body_bytes_max)
    return _tokens(await identity.sessions.refresh(given.refresh_token, origin_of(request)))


@router.post("/logout", summary="Log out", **documented(status=204, says="The session has ended.", problems=(401,)))
async def log_out(request: Request, identity: Identities, caller: Caller) -> Response:
    """End the session of the token, and its sockets."""
    await identity.sessions.end(caller, caller.session_id, origin_of(request))
    return Response(status_code=204)


@router.post(
    "/password",
    summary="Change the password",
    **documented(
        body=PasswordChange,
        status=204,
        says="The password is changed, all other sessions have ended.",
        problems=(401, 429),
    ),
)
async def change_password(request: Request, provided: Provided, identity: Identities, caller: Caller) -> Response:
    """Replace the password. Every session but the one that asks ends, and so do their sockets."""
    given = await read_payload(request, _Decoders.PASSWORD, provided.config.body_bytes_max)
    await identity.change_password(caller, given.current, given.new, origin_of(request))
    return Response(status_code=204)


@router.get("/me", summary="Who am I", **documented(answer=Me, says="The caller.", problems=(401,)))
async def me(provided: Provided, caller: Caller) -> Response:
    """The account and session of the token."""
    account = await provided.accounts.get(caller.user_id)
    if account is None:
        raise SessionOver
    return json_response(
        Me(
            id=account.id,
            username=account.username,
            role=account.role,
            session_id=caller.session_id,
            expires_at=caller.expires_at,
        )
    )


@router.get(
    "/sessions", summary="List sessions", **documented(answer=SessionList, says="Living sessions.", problems=(401,))
)
async def list_sessions(provided: Provided, caller: Caller, wanted: WantedPage) -> Response:
    """The caller's living sessions, newest first."""
    sessions = await provided.accounts.sessions(caller.user_id, provided.clock.now_ms())
    page, after = SESSIONS.page(sessions, wanted, lambda each: (-each.created_ms, each.id))
    return json_response(SessionList(items=[_view(session, caller.session_id) for session in page], next=after))


@router.delete(
    "/sessions",
    summary="End all sessions",
    **documented(status=204, says="Every session has ended, this one too.", problems=(401,)),
)
async def end_sessions(request: Request, identity: Identities, caller: Caller) -> Response:
    """End every session of the caller, and all of their sockets."""
    await identity.sessions.end_all(caller, origin_of(request))
    return Response(status_code=204)


@router.delete(
    "/sessions/{session_id}",
    summary="End a session",
    **documented(status=204, says="The session has ended.", problems=(401, 404)),
)
async def end_session(session_id: str, request: Request, identity: Identities, caller: Caller) -> Response:
    """End one of the caller's own sessions, and its sockets."""
    known = _SESSION_ID.fullmatch(session_id) is not None
    if not known or not await identity.sessions.end(caller, session_id, origin_of(request)):
        raise Problem("not_found", "You have no such session.")
    return Response(status_code=204)


def _tokens(signed_in: SignedIn, status: int = 200) -> Response:
    account = signed_in.account
    answer = TokenAnswer(
        access_token=signed_in.access_token,
        refresh_token=signed_in.refresh_token,
        expires_in=signed_in.expires_in_s,
        user=UserView(id=account.id, username=account.username, role=account.role),
    )
    return json_response(answer, status)


def _time_zone(name: str) -> str:
    zone = zone_named(name)
    if zone is None:
        raise Problem("invalid_payload", "`time_zone` is no time zone of the IANA database, as Asia/Seoul is.")
    return zone


def _locale(tag: str) -> str:
    locale = canonical_locale(tag)
    if locale is None:
        raise Problem("invalid_payload", "`locale` is no language tag of BCP 47, as ko or en-US is.")
    return locale


async def _live_in(provided: Provided, account: Account) -> None:
    """Tell a new player's entity their time zone. If that fails they have the default and may choose again."""
    ref, wanted = EntityRef("user", account.id), StreakZone(time_zone=account.time_zone)
    body = msgspec.json.encode(wanted)
    answer = await provided.entities.command(ref, StreakZone.TYPE, body, command_id="sign-up", origin=GATEWAY)
    if not answer.ok:
        log.warning("time_zone_not_set", user_id=account.id, error=answer.body.decode())


def _view(session: LoginSession, current: str) -> SessionView:
    return SessionView(
        id=session.id,
        created_at=session.created_ms,
        refreshed_at=session.rotated_ms or session.created_ms,
        expires_at=session.expires_ms,
        address=session.address,
        client=session.client,
        current=session.id == current,
    )
