"""`/api/auth/sessions`: an account's living sessions, listed and ended by their owner."""

import re

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.rest.auth.messages import SessionList, SessionView
from gateway.rest.auth.session_cookie import PARAMETER, Browser, SessionCookie
from gateway.rest.body import json_response
from gateway.rest.documented import documented
from gateway.rest.pages import NEWEST_FIRST, Cursors, WantedPage
from gateway.rest.problems import Problem
from gateway.rest.provided import Caller, Identities, Provided, origin_of
from persistence.identity.accounts import LoginSession

SESSIONS: Cursors[tuple[int, str]] = Cursors("sessions", NEWEST_FIRST)
_SESSION_ID = re.compile(r"[0-9a-z]{13}")

router = APIRouter(prefix="/api/auth", tags=["auth"])


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
    **documented(status=204, says="Every session has ended, this one too.", problems=(401,), parameters=(PARAMETER,)),
)
async def end_sessions(request: Request, identity: Identities, caller: Caller, browser: Browser) -> Response:
    """End every session of the caller, and all of their sockets."""
    await identity.sessions.end_all(caller, origin_of(request))
    return _ended(browser)


@router.delete(
    "/sessions/{session_id}",
    summary="End a session",
    **documented(status=204, says="The session has ended.", problems=(401, 404), parameters=(PARAMETER,)),
)
async def end_session(
    session_id: str, request: Request, identity: Identities, caller: Caller, browser: Browser
) -> Response:
    """End one of the caller's own sessions, and its sockets."""
    known = _SESSION_ID.fullmatch(session_id) is not None
    if not known or not await identity.sessions.end(caller, session_id, origin_of(request)):
        raise Problem("not_found", "You have no such session.")
    return _ended(browser if session_id == caller.session_id else None)


def _ended(browser: SessionCookie | None) -> Response:
    response = Response(status_code=204)
    if browser is not None:
        browser.forget(response)
    return response


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
