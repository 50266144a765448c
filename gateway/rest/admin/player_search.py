"""`GET /api/admin/users`: players by name. Nothing of it wakes a player's entity: it is what was stored last."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, Query
from msgspec import Meta
from starlette.responses import Response

from actors.money.wallet import GEM, GOLD, SHARD
from actors.player.state import ROOT, Part, PlayerState
from actors.runtime.commit.stored import unpack_root
from actors.runtime.entity import StoredPart
from actors.runtime.payloads import ServerPayload
from actors.standing.turns import STANDING
from gateway.auth.usernames import USERNAME_CHARS_MAX, username_key
from gateway.rest.admin.moments import Moment, moment
from gateway.rest.body import json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Viewer
from gateway.rest.pages import Cursors, Listed, WantedPage
from gateway.rest.provided import Provided
from persistence.identity.players import FoundPlayer

KEY_CHARS_MAX = 3 * USERNAME_CHARS_MAX
"""No character has a folded form of more than three."""
CURSORS: Cursors[str] = Cursors(
    "players", Annotated[str, Meta(max_length=KEY_CHARS_MAX, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
)
PARTS: Mapping[str, Part[Any]] = {part.name: part for part in (ROOT, STANDING)}
log = structlog.get_logger(__name__)


class PlayerRow(ServerPayload, frozen=True):
    """A player in a list; one by their id has the rest."""

    id: str
    """Id of the player's account."""
    username: str
    """Name of the account, as it was chosen at sign-up."""
    created_at: Moment
    """When it was created."""
    standing: Literal["active", "banned", "excluded"] | None
    """What keeps the player from playing, if anything; null when this version cannot read what is stored."""
    gold: int | None
    """The balance as it was stored last, in whole gold; null when this version cannot read it."""
    gems: int | None
    """The same, in whole gems."""
    shards: int | None
    """The same, in whole shards."""
    last_seen: Moment | None
    """The latest log-in, refreshed token or round that is known; null when there is none."""


class PlayerPage(Listed[PlayerRow], frozen=True):
    """Players, by name."""


router = APIRouter(prefix="/api/admin/users", tags=["admin"])


@router.get("", summary="Players", **documented(answer=PlayerPage, says="Players, by name.", problems=(401, 403, 503)))
async def players(
    provided: Provided,
    _: Viewer,
    page: WantedPage,
    q: Annotated[str, Query(max_length=USERNAME_CHARS_MAX, description="How the name begins, in any case.")] = "",
) -> Response:
    """Players whose names begin with `q`; all of them without it. Accounts of staff have a list of their own."""
    after = CURSORS.place(page.cursor) or ""
    found = await provided.players.page(username_key(q), after, page.limit + 1, tuple(PARTS))
    shown, cursor = CURSORS.cut(found, page.limit, lambda each: each.username_key)
    now_ms = provided.clock.now_ms()
    return json_response(PlayerPage(items=[_row(each, now_ms) for each in shown], next=cursor))


def _row(found: FoundPlayer, now_ms: int) -> PlayerRow:
    state = _stored_state(found)
    return PlayerRow(
        id=found.id,
        username=found.username,
        created_at=moment(found.created_ms),
        standing=None if state is None else _standing(state, now_ms),
        gold=None if state is None else state.root.balances[GOLD],
        gems=None if state is None else state.root.balances[GEM],
        shards=None if state is None else state.root.balances[SHARD],
        last_seen=moment(found.last_seen_ms),
    )


def _stored_state(found: FoundPlayer) -> PlayerState | None:
    """Return what is stored of a player, as new where nothing is; None: another version of the program has stored it.

    One player whom this version cannot read must not hide the others.
    """
    state = PlayerState(found.id)
    try:
        for name, part in PARTS.items():
            stored = found.parts.get(name)
            if stored is None:
                part.put(state, part.new())
            else:
                data = unpack_root(stored.data).data if part is ROOT else stored.data
                part.load(state, StoredPart(stored.schema, data))
    except ValueError:
        log.warning("player_unreadable", user_id=found.id, exc_info=True)
        return None
    return state


def _standing(state: PlayerState, now_ms: int) -> Literal["active", "banned", "excluded"]:
    standing = STANDING.of(state)
    if standing.is_banned(now_ms):
        return "banned"
    return "excluded" if standing.is_excluded(now_ms) else "active"
