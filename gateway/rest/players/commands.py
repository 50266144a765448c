"""The REST twins of player commands: same names, bodies and idempotency as on the socket, through the same router.

Every registered game has one; a command of another feature gets its twin with one line in `TWINS`.
"""

from collections.abc import Awaitable, Callable, Mapping
from inspect import getdoc
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from actors.crash.messages import CrashBet, CrashCashout
from actors.fairness.messages import SeedsRotate
from actors.games.registry import REGISTRY
from actors.player.notices import EventAck
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import Command, ServerPayload
from actors.shop.messages import PurchaseState, ShopBuy, ShopCancel
from actors.standing.messages import AccountExclude
from actors.streak.messages import StreakClaim, StreakProtect, StreakTick, StreakZone
from actors.velocity import CRASH
from gateway.ports import COMMAND_ID_CHARS_MAX
from gateway.rest.body import read_payload, received_at
from gateway.rest.documented import documented, header
from gateway.rest.guards import Player
from gateway.rest.idempotency import KEY_HEADER, REPLAYED_HEADER, answered, idempotency_key
from gateway.rest.provided import Provided, spend_crash


class Twin(NamedTuple):
    """One `POST` route; `key_required` unless repeating the command without a key does no harm.

    `tag` is its group in the documentation, else the first part of the command's type. `also` documents other answers.
    """

    path: str
    command: type[Command]
    key_required: bool = True
    tag: str = ""
    also: Mapping[int, tuple[str, type[ServerPayload]]] = MappingProxyType({})


def game(command: type[Command]) -> Twin:
    """Return the twin of a game's command: `rps.play` is `POST /api/games/rps/play`."""
    return Twin(f"/api/games/{command.TYPE.replace('.', '/')}", command)


TWINS: tuple[Twin, ...] = (
    *(game(each.game.command) for each in REGISTRY),
    game(CrashBet),
    game(CrashCashout),
    Twin("/api/shop/buy", ShopBuy, also={202: ("The purchase waits for its payment.", PurchaseState)}),
    Twin("/api/shop/cancel", ShopCancel),
    Twin("/api/streak/tick", StreakTick, key_required=False),
    Twin("/api/streak/claim", StreakClaim),
    Twin("/api/streak/protection", StreakProtect),
    Twin("/api/streak/time-zone", StreakZone, key_required=False),
    Twin("/api/fairness/seeds/rotate", SeedsRotate, key_required=False, tag="fairness"),
    Twin("/api/events/ack", EventAck, key_required=False),
    Twin("/api/users/me/exclusion", AccountExclude, key_required=False, tag="users"),
)


def _handler(twin: Twin) -> Callable[..., Awaitable[Response]]:
    decoder = msgspec.json.Decoder(twin.command)

    async def command(request: Request, provided: Provided, caller: Player) -> Response:
        if twin.command.TYPE in CRASH:
            spend_crash(request, caller)
        key = idempotency_key(request, required=twin.key_required)
        payload = await read_payload(request, decoder, provided.config.body_bytes_max)
        answer = await provided.entities.command(
            EntityRef("user", caller.user_id),
            twin.command.TYPE,
            # Encoded anew, so that a repeat is the same body however its client orders keys and spaces.
            msgspec.json.encode(payload),
            command_id=key,
            timeout_ms=provided.config.command_timeout_ms,
            received_ms=received_at(request),
        )
        return answered(answer)

    return command


def _documentation(twin: Twin) -> dict[str, Any]:
    name = twin.command.TYPE
    key = header(
        KEY_HEADER,
        "Made once for each command and kept for every retry: a repeat gets the stored reply "
        f"and the header `{REPLAYED_HEADER}: true`.",
        required=twin.key_required,
        chars_max=COMMAND_ID_CHARS_MAX,
    )
    return {
        "summary": f"Command {name}",
        "description": getdoc(twin.command),
        "tags": [twin.tag or name.partition(".")[0]],
        **documented(
            body=twin.command,
            answer=twin.command.REPLY,
            says="The reply's payload.",
            problems=(401, 403, 409, 422, 503),
            parameters=(key,),
            also=dict(twin.also),
        ),
    }


router = APIRouter()
for _twin in TWINS:
    router.add_api_route(_twin.path, _handler(_twin), methods=["POST"], **_documentation(_twin))
