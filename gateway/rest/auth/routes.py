"""`/api/auth`: accounts and tokens (protocol.md, REST shapes).

Each comes in two forms: clients keep both tokens themselves, and the pages of this host ask for a cookie instead
(`session_cookie`).
"""

from contextlib import suppress
from typing import Annotated, Any, ClassVar

import msgspec
import structlog
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from actors.runtime.entity import EntityRef
from actors.streak.local_days import zone_named
from actors.streak.messages import StreakZone
from gateway.auth.events import SESSION_REVOKED
from gateway.auth.identity import NewAccount
from gateway.auth.sessions import SessionOver, SignedIn
from gateway.auth.tokens import Principal
from gateway.ports import GATEWAY
from gateway.rest.auth.messages import (
    CookieRefresh,
    CookieTokenAnswer,
    LogIn,
    Me,
    PasswordChange,
    RefreshRequest,
    SignUp,
    TokenAnswer,
    UserView,
)
from gateway.rest.auth.session_cookie import MEDIA_TYPE, PARAMETER, Browser, SessionCookie
from gateway.rest.body import json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.players.account.language import stored_locale
from gateway.rest.problems import Problem
from gateway.rest.provided import BearerShown, Caller, Identities, Provided, authenticated, origin_of
from persistence.errors import Unreachable
from persistence.identity.accounts import Account

log = structlog.get_logger(__name__)

IN_TWO_FORMS: dict[str, Any] = {
    "answer": TokenAnswer,
    "forms": {MEDIA_TYPE: CookieTokenAnswer},
    "parameters": (PARAMETER,),
}


class _Decoders:
    SIGN_UP: ClassVar[msgspec.json.Decoder[SignUp]] = msgspec.json.Decoder(SignUp)
    LOG_IN: ClassVar[msgspec.json.Decoder[LogIn]] = msgspec.json.Decoder(LogIn)
    PASSWORD: ClassVar[msgspec.json.Decoder[PasswordChange]] = msgspec.json.Decoder(PasswordChange)
    REFRESH: ClassVar[msgspec.json.Decoder[RefreshRequest]] = msgspec.json.Decoder(RefreshRequest)
    IN_COOKIE: ClassVar[msgspec.json.Decoder[CookieRefresh]] = msgspec.json.Decoder(CookieRefresh)


router = APIRouter(prefix="/api/auth", tags=["auth"])


@router.post(
    "/signup",
    summary="Sign up",
    **documented(
        body=SignUp,
        **IN_TWO_FORMS,
        status=201,
        says="The account and its first session.",
        problems=(403, 409, 429),
    ),
)
async def sign_up(request: Request, provided: Provided, identity: Identities, browser: Browser) -> Response:
    """Create a player's account and open its first session."""
    wanted = await read_payload(request, _Decoders.SIGN_UP, provided.config.body_bytes_max)
    new = NewAccount(
        username=wanted.username,
        password=wanted.password,
        time_zone=_time_zone(wanted.time_zone),
        locale=stored_locale(wanted.locale),
    )
    signed_in = await identity.sign_up(new, origin_of(request))
    if new.time_zone != provided.config.streak.time_zone:
        await _live_in(provided, signed_in.account)
    await _end_former(request, identity, browser)
    return _tokens(signed_in, browser, 201)


@router.post(
    "/login",
    summary="Log in",
    **documented(body=LogIn, **IN_TWO_FORMS, says="A new session.", problems=(401, 403, 429)),
)
async def log_in(request: Request, provided: Provided, identity: Identities, browser: Browser) -> Response:
    """Open a session. An unknown username and a wrong password get the same answer.

    A session in a cookie takes the place of the one that the browser had, and staff get none."""
    given = await read_payload(request, _Decoders.LOG_IN, provided.config.body_bytes_max)
    if browser is not None and given.refresh_token:
        raise Problem("invalid_payload", "`refresh_token` stands in the cookie, or in the body: not in both.")
    signed_in = await identity.log_in(
        given.username,
        given.password,
        origin_of(request),
        code=given.totp,
        refresh_token=given.refresh_token if browser is None else browser.token,
        players_only=browser is not None,
    )
    await _end_former(request, identity, browser)
    return _tokens(signed_in, browser)


@router.post(
    "/refresh",
    summary="Refresh tokens",
    **documented(
        body=RefreshRequest,
        body_required=False,
        **IN_TWO_FORMS,
        says="Fresh tokens of the same session.",
        problems=(401, 403, 429),
    ),
)
async def refresh(request: Request, provided: Provided, identity: Identities, browser: Browser) -> Response:
    """Exchange the refresh token. It is replaced each time. For 10 s the replaced one yields what is in force;
    presenting it later ends the session. A session in a cookie is refreshed without a body."""
    if browser is not None:
        await read_payload(request, _Decoders.IN_COOKIE, provided.config.body_bytes_max)
        return await _refreshed(request, identity, browser)
    given = await read_payload(request, _Decoders.REFRESH, provided.config.body_bytes_max)
    return _tokens(await identity.sessions.refresh(given.refresh_token, origin_of(request)), None)


async def _leaver(request: Request, browser: Browser, _documented: BearerShown) -> Principal | None:
    """Return the caller. A browser may leave without a token, which it has lost when its page was loaded again."""
    if browser is None:
        return authenticated(request)
    with suppress(Problem):
        return authenticated(request)
    return None


@router.post(
    "/logout",
    summary="Log out",
    **documented(status=204, says="The session has ended.", problems=(401, 403), parameters=(PARAMETER,)),
)
async def log_out(
    request: Request,
    identity: Identities,
    browser: Browser,
    caller: Annotated[Principal | None, Depends(_leaver)],
) -> Response:
    """End the session of the token, and its sockets; of a session in a cookie, with or without a token."""
    origin, response = origin_of(request), Response(status_code=204)
    if caller is not None:
        await identity.sessions.end(caller, caller.session_id, origin)
    if browser is not None:
        await identity.sessions.leave(browser.token, origin)
        browser.forget(response)
    return response


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
            created_at=account.created_ms,
            locale=account.locale,
        )
    )


async def _refreshed(request: Request, identity: Identities, browser: SessionCookie) -> Response:
    try:
        signed_in = await identity.sessions.refresh(browser.token, origin_of(request))
    except SessionOver as over:
        raise Problem(over.code, str(over), headers={"Set-Cookie": browser.forgotten}) from None
    return _tokens(signed_in, browser)


async def _end_former(request: Request, identity: Identities, browser: SessionCookie | None) -> None:
    """End the session that a browser has had until now: nobody has its token any more. If that fails it expires."""
    if browser is not None and browser.token:
        with suppress(Unreachable):
            await identity.sessions.leave(browser.token, origin_of(request), SESSION_REVOKED)


def _tokens(signed_in: SignedIn, browser: SessionCookie | None, status: int = 200) -> Response:
    account = signed_in.account
    user = UserView(id=account.id, username=account.username, role=account.role)
    if browser is None:
        answer = TokenAnswer(
            access_token=signed_in.access_token,
            refresh_token=signed_in.refresh_token,
            expires_in=signed_in.expires_in_s,
            user=user,
        )
        return json_response(answer, status)
    kept = CookieTokenAnswer(access_token=signed_in.access_token, expires_in=signed_in.expires_in_s, user=user)
    response = Response(msgspec.json.encode(kept), status, media_type=MEDIA_TYPE)
    browser.keep(response, signed_in.refresh_token, signed_in.session_left_s)
    return response


def _time_zone(name: str) -> str:
    zone = zone_named(name)
    if zone is None:
        raise Problem("invalid_payload", "`time_zone` is no time zone of the IANA database, as Asia/Seoul is.")
    return zone


async def _live_in(provided: Provided, account: Account) -> None:
    """Tell a new player's entity their time zone. If that fails they have the default and may choose again."""
    ref, wanted = EntityRef("user", account.id), StreakZone(time_zone=account.time_zone)
    body = msgspec.json.encode(wanted)
    answer = await provided.entities.command(ref, StreakZone.TYPE, body, command_id="sign-up", origin=GATEWAY)
    if not answer.ok:
        log.warning("time_zone_not_set", user_id=account.id, error=answer.body.decode())
