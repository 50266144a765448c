"""`/api/admin/users`: a player as staff see them, and commands about them. Times are RFC 3339."""

from typing import ClassVar

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from actors.money.amounts import Amount, LedgerCurrency
from actors.rewards.messages import RewardGrantDone, UserGrant
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ClientPayload, ServerPayload
from actors.staff.messages import Reason, StaffCommand
from actors.standing.messages import StandingGet, StandingShown, UserBan, UserKick, UserKicked, UserUnban
from actors.user.messages import Profile, ProfileGet
from gateway.ports import Answer
from gateway.rest.admin.acts import OPTIONAL_KEY, act_of, carried_out, known_player, replayed
from gateway.rest.admin.moments import Moment, moment, unix_ms
from gateway.rest.admin.once import claim
from gateway.rest.admin.weighed import Weighed, weighed_documentation
from gateway.rest.body import EMPTY, checked, json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.guards import Operator, Viewer
from gateway.rest.idempotency import idempotency_key
from gateway.rest.provided import Provided


class Ban(ClientPayload, frozen=True):
    """Why, and until when; without `until` the ban lasts until it is lifted."""

    reason: Reason
    """Why; the audit trail keeps it."""
    until: Moment | None = None
    """End of the ban, with an offset; null is until it is lifted."""


class Why(ClientPayload, frozen=True):
    """The reason that the audit trail keeps."""

    reason: Reason
    """Why; the audit trail keeps it."""


class StaffGrant(ClientPayload, frozen=True):
    """A reward from staff."""

    reason: Reason
    """Why; the audit trail keeps it."""
    reward_type: LedgerCurrency
    """Currency of the reward."""
    amount: Amount
    """Amount, in whole units of the currency."""


class StandingView(ServerPayload, frozen=True):
    """A player's standing; `changed` false: it was so before."""

    changed: bool
    """False if it was so before."""
    banned: bool
    """True while staff keep the player from playing."""
    ban_reason: str
    """Why the player is banned; empty without a ban."""
    banned_until: Moment | None
    """End of the ban; null without one, or while `banned` says that it is for ever."""
    excluded: bool
    """True while the player's own exclusion lasts."""
    excluded_until: Moment | None
    """End of the player's own exclusion; null without one."""


class PlayerView(ServerPayload, frozen=True):
    """A player's account, balances and standing."""

    id: str
    """Id of the player's account."""
    username: str
    """Name of the account, as it was chosen at sign-up."""
    role: str
    """Role of the account."""
    created_at: Moment
    """When it was created."""
    profile: Profile
    """Balances, experience and tier."""
    standing: StandingView
    """What keeps the player from playing."""


class _Decoders:
    BAN: ClassVar[msgspec.json.Decoder[Ban]] = msgspec.json.Decoder(Ban)
    WHY: ClassVar[msgspec.json.Decoder[Why]] = msgspec.json.Decoder(Why)
    GRANT: ClassVar[msgspec.json.Decoder[StaffGrant]] = msgspec.json.Decoder(StaffGrant)


router = APIRouter(prefix="/api/admin/users", tags=["admin"])
_REFUSALS = (401, 403, 404, 503)


@router.get("/{user_id}", summary="A player", **documented(answer=PlayerView, says="The player.", problems=_REFUSALS))
async def player(user_id: str, provided: Provided, _: Viewer) -> Response:
    """Account, balances and standing of a player."""
    account = await known_player(provided, user_id)
    ref = EntityRef("user", account.id)
    profile = checked(await provided.entities.query(ref, ProfileGet.TYPE, EMPTY)).body
    body = checked(await provided.entities.query(ref, StandingGet.TYPE, EMPTY)).body
    return json_response(
        PlayerView(
            id=account.id,
            username=account.username,
            role=account.role,
            created_at=moment(account.created_ms),
            profile=msgspec.json.decode(profile, type=Profile),
            standing=_standing(body, provided.clock.now_ms()),
        )
    )


@router.post(
    "/{user_id}/ban",
    summary="Ban a player",
    **documented(
        body=Ban,
        answer=StandingView,
        says="The player's standing.",
        problems=(*_REFUSALS, 422),
        parameters=(OPTIONAL_KEY,),
    ),
)
async def ban(user_id: str, request: Request, provided: Provided, caller: Operator) -> Response:
    """Keep a player from playing and close their sockets; another ban replaces the one before."""
    wanted = await read_payload(request, _Decoders.BAN, provided.config.body_bytes_max)
    until = None if wanted.until is None else unix_ms(wanted.until)
    command = UserBan(act=act_of(request, caller, wanted.reason), until=until)
    done = await _submit(provided, user_id, command, request)
    return json_response(_standing(done.body, provided.clock.now_ms()), headers=replayed(done))


@router.post(
    "/{user_id}/unban",
    summary="Lift a ban",
    **documented(
        body=Why,
        answer=StandingView,
        says="The player's standing.",
        problems=(*_REFUSALS, 422),
        parameters=(OPTIONAL_KEY,),
    ),
)
async def unban(user_id: str, request: Request, provided: Provided, caller: Operator) -> Response:
    """Let a player play again; `changed` is false if nobody had banned them."""
    wanted = await read_payload(request, _Decoders.WHY, provided.config.body_bytes_max)
    done = await _submit(provided, user_id, UserUnban(act=act_of(request, caller, wanted.reason)), request)
    return json_response(_standing(done.body, provided.clock.now_ms()), headers=replayed(done))


@router.post(
    "/{user_id}/kick",
    summary="Kick a player",
    **documented(
        body=Why,
        answer=UserKicked,
        says="The sockets are being closed.",
        problems=(*_REFUSALS, 422),
        parameters=(OPTIONAL_KEY,),
    ),
)
async def kick(user_id: str, request: Request, provided: Provided, caller: Operator) -> Response:
    """Close a player's sockets on every gateway; they may come back."""
    wanted = await read_payload(request, _Decoders.WHY, provided.config.body_bytes_max)
    done = await _submit(provided, user_id, UserKick(act=act_of(request, caller, wanted.reason)), request)
    return json_response(done.body, headers=replayed(done))


@router.post(
    "/{user_id}/grant",
    summary="Grant a reward",
    **weighed_documentation(StaffGrant, RewardGrantDone, "It is granted."),
)
async def grant(user_id: str, weighed: Weighed, caller: Operator) -> Response:
    """Give a player something, once for each idempotency key. Above the threshold, which is a sum, it waits for
    a second person."""
    wanted = await weighed.read(_Decoders.GRANT)
    act = weighed.act(caller, wanted.reason)
    command = UserGrant(act=act, grant_id=weighed.order_id(act), reward_type=wanted.reward_type, amount=wanted.amount)
    return await weighed.give(user_id, command, wanted.amount, wanted.reward_type)


async def _submit(provided: Provided, user_id: str, command: StaffCommand, request: Request) -> Answer:
    """Submit a command under the key of the request, or under a fresh one: without a key every request acts."""
    key = idempotency_key(request, required=False)
    account = await known_player(provided, user_id)
    await claim(request, provided, key)
    return carried_out(await provided.staff_commands.submit(account.id, command, key))


def _standing(body: bytes, now_ms: int) -> StandingView:
    kept = msgspec.json.decode(body, type=StandingShown)
    return StandingView(
        changed=kept.changed,
        banned=kept.banned_until is None or now_ms < kept.banned_until,
        ban_reason=kept.ban_reason,
        banned_until=moment(kept.banned_until or None),
        excluded=now_ms < kept.excluded_until,
        excluded_until=moment(kept.excluded_until or None),
    )
