"""The language of a player's account, which is chosen at sign-up and may be chosen anew."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from actors.runtime.payloads import ClientPayload, ServerPayload
from gateway.auth.sessions import SessionOver
from gateway.rest.body import json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.guards import Player
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided
from gateway.texts.locales import canonical_locale


class LanguageChoice(ClientPayload, frozen=True):
    """The language to keep."""

    locale: Annotated[str, msgspec.Meta(max_length=32)]
    """Language of the player, a BCP 47 tag; kept in its canonical form."""


class LanguageKept(ServerPayload, frozen=True):
    """The language that is kept."""

    locale: str
    """Language of the player, a BCP 47 tag in its canonical form."""


CHOICE: msgspec.json.Decoder[LanguageChoice] = msgspec.json.Decoder(LanguageChoice)

router = APIRouter(tags=["users"])


@router.post(
    "/api/users/me/locale",
    summary="Choose a language",
    **documented(body=LanguageChoice, answer=LanguageKept, says="It is kept.", problems=(401, 403, 503)),
)
async def choose_language(request: Request, provided: Provided, caller: Player) -> Response:
    """Keep the caller's language, for whatever is written to them; the same choice again changes nothing."""
    wanted = await read_payload(request, CHOICE, provided.config.body_bytes_max)
    locale = stored_locale(wanted.locale)
    if not await provided.accounts.set_locale(caller.user_id, locale):
        raise SessionOver
    return json_response(LanguageKept(locale=locale))


def stored_locale(tag: str) -> str:
    """Return the canonical form of a language tag. Raises Problem: `invalid_payload`."""
    locale = canonical_locale(tag)
    if locale is None:
        raise Problem("invalid_payload", "`locale` is no language tag of BCP 47, as ko or en-US is.")
    return locale
