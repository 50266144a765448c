"""The standing of a player: their own exclusion, or a ban. Who may not play may still ask this."""

import msgspec
from fastapi import APIRouter
from starlette.responses import Response

from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ServerPayload
from actors.standing.messages import StandingGet, StandingShown
from gateway.rest.body import EMPTY, checked, json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Player
from gateway.rest.provided import Provided


class MyStanding(ServerPayload, frozen=True):
    """The reasons that keep the caller from playing now; null and false: there are none. Times are Unix ms."""

    excluded_until: int | None
    """End of the caller's own exclusion, in Unix ms; null without one."""
    banned: bool
    """True while staff keep the caller from playing."""
    banned_until: int | None
    """End of the ban, in Unix ms; null without one, and of one for ever."""
    ban_reason: str
    """Why, in the words of staff; empty without a ban."""


STANDING: msgspec.json.Decoder[StandingShown] = msgspec.json.Decoder(StandingShown)

router = APIRouter(tags=["users"])


@router.get(
    "/api/users/me/standing",
    summary="My standing",
    **documented(answer=MyStanding, says="What keeps the caller from playing.", problems=(401, 403, 503)),
)
async def my_standing(provided: Provided, caller: Player) -> Response:
    """Whether the caller may play, and if not, until when. One who may not play may still ask this."""
    answer = await provided.entities.query(EntityRef("user", caller.user_id), StandingGet.TYPE, EMPTY)
    return json_response(_shown(STANDING.decode(checked(answer).body), provided.clock.now_ms()))


def _shown(found: StandingShown, now_ms: int) -> MyStanding:
    """Return what is in force; what has ended is nobody's business any more."""
    is_banned = found.banned_until is None or now_ms < found.banned_until
    return MyStanding(
        excluded_until=found.excluded_until if now_ms < found.excluded_until else None,
        banned=is_banned,
        banned_until=found.banned_until if is_banned else None,
        ban_reason=found.ban_reason if is_banned else "",
    )
