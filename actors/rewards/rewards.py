"""The feature of rewards: given by the server or staff, and announced until they are acknowledged."""

from collections.abc import Sequence

from msgspec import structs

from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from actors.money.wallet import HOUSE_REWARDS, receive
from actors.player.feature import FROM_SERVER, FROM_STAFF, CommandHandler, Context, Feature, Push
from actors.player.notices import remember
from actors.player.state import PlayerState
from actors.rewards.facts import RewardIssued
from actors.rewards.messages import RewardGrant, RewardGrantDone, RewardGranted, UserGrant
from actors.runtime.entity import Decision, DomainEvent, Rejection
from actors.staff.facts import recorded


def rewards_feature(economy: EconomyConfig) -> Feature:
    """Return the feature."""

    def grant(player: PlayerState, body: RewardGrant, context: Context) -> Decision | Rejection:
        return _granted(player, body, economy.version)

    def staff_grant(player: PlayerState, body: UserGrant, context: Context) -> Decision | Rejection:
        granted = RewardGrant(grant_id=body.grant_id, reward_type=body.reward_type, amount=body.amount, source="staff")
        decision = _granted(player, granted, economy.version)
        return recorded(decision, UserGrant.EVENT, f"user/{player.key}", body.act, granted)

    return Feature(
        name="rewards",
        commands={
            RewardGrant: CommandHandler(grant, senders=FROM_SERVER),
            UserGrant: CommandHandler(staff_grant, senders=FROM_STAFF),
        },
        facts={RewardIssued: lambda player, fact: remember(player, fact.grant_id, _push(fact))},
        pushes=(Push((RewardIssued,), (RewardGranted,), _pushes),),
        events={RewardIssued: _event},
    )


def _granted(player: PlayerState, body: RewardGrant, version: int) -> Decision | Rejection:
    balance = player.root.balances[body.reward_type]
    if balance + body.amount > AMOUNT_MAX:
        return Rejection("limit_exceeded", {"have": balance, "max": AMOUNT_MAX})
    moved = receive(
        player.account,
        balance,
        HOUSE_REWARDS,
        body.amount,
        reason="reward",
        reference=body.grant_id,
        version=version,
        currency=body.reward_type,
    )
    issued = RewardIssued(grant_id=body.grant_id, reward_type=body.reward_type, amount=body.amount, source=body.source)
    return Decision(RewardGrantDone(grant_id=body.grant_id, balance=moved.balance_after), (moved, issued))


def _push(fact: RewardIssued) -> RewardGranted:
    return RewardGranted(**structs.asdict(fact))


def _pushes(player: PlayerState, facts: Sequence[RewardIssued]) -> Sequence[RewardGranted]:
    return [_push(fact) for fact in facts]


def _event(player: PlayerState, fact: RewardIssued) -> DomainEvent:
    return DomainEvent("reward.granted", {"user_id": player.key, **structs.asdict(fact)})
