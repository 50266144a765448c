"""The feature of rewards: given by the server or staff, announced until acknowledged; staff take as well."""

from collections.abc import Sequence

from msgspec import Struct, structs

from actors.debts.debts import left_of
from actors.economy.area import EconomyInForce
from actors.money.wallet import HOUSE_REWARDS, receive, spend
from actors.player.feature import FROM_SERVER, FROM_STAFF, CommandHandler, Context, Feature, Push, Reaction
from actors.player.notices import filing, remember
from actors.player.state import PlayerState
from actors.rewards.facts import RewardIssued
from actors.rewards.messages import Deducted, RewardGrant, RewardGrantDone, RewardGranted, UserDeduct, UserGrant
from actors.runtime.entity import Decision, DomainEvent, Rejection
from actors.runtime.facts import Fact
from actors.staff.facts import recorded

DEDUCTION = "deduction"
"""The reason of a transfer by which staff take something away."""


class Deduction(Struct, frozen=True):
    """The entry of a deduction in the audit trail."""

    order_id: str
    currency: str
    amount: int


def rewards_feature(economy: EconomyInForce) -> Feature:
    """Return the feature."""

    def grant(player: PlayerState, body: RewardGrant, context: Context) -> Decision | Rejection:
        return _granted(player, body, context, economy.now().version)

    def staff_grant(player: PlayerState, body: UserGrant, context: Context) -> Decision | Rejection:
        granted = RewardGrant(grant_id=body.grant_id, reward_type=body.reward_type, amount=body.amount, source="staff")
        decision = _granted(player, granted, context, economy.now().version)
        return recorded(decision, UserGrant.EVENT, f"user/{player.key}", body.act, granted)

    def deduct(player: PlayerState, body: UserDeduct, context: Context) -> Decision | Rejection:
        return recorded(
            _deducted(player, body, economy.now().version),
            UserDeduct.EVENT,
            f"user/{player.key}",
            body.act,
            Deduction(body.order_id, body.currency, body.amount),
        )

    return Feature(
        name="rewards",
        commands={
            RewardGrant: CommandHandler(grant, senders=FROM_SERVER),
            UserGrant: CommandHandler(staff_grant, senders=FROM_STAFF),
            UserDeduct: CommandHandler(deduct, senders=FROM_STAFF),
        },
        facts={RewardIssued: lambda player, fact: remember(player, fact.grant_id, _push(fact))},
        reactions=(Reaction(frozenset({RewardIssued}), _file),),
        pushes=(Push((RewardIssued,), (RewardGranted,), _pushes),),
        events={RewardIssued: _event},
    )


def _granted(player: PlayerState, body: RewardGrant, context: Context, version: int) -> Decision | Rejection:
    refusal = context.refuse_above_room(player, body.reward_type, body.amount)
    if refusal is not None:
        return refusal
    moved = receive(
        player.account,
        player.root.balances[body.reward_type],
        HOUSE_REWARDS,
        body.amount,
        reason="reward",
        reference=body.grant_id,
        version=version,
        currency=body.reward_type,
    )
    issued = RewardIssued(grant_id=body.grant_id, reward_type=body.reward_type, amount=body.amount, source=body.source)
    balance = left_of(player, body.reward_type, moved.balance_after)
    return Decision(RewardGrantDone(grant_id=body.grant_id, balance=balance), (moved, issued))


def _deducted(player: PlayerState, body: UserDeduct, version: int) -> Decision | Rejection:
    balance = player.root.balances[body.currency]
    if body.amount > balance:
        return Rejection("insufficient_gold", {"need": body.amount, "have": balance, "currency": body.currency})
    moved = spend(
        player.account,
        balance,
        HOUSE_REWARDS,
        body.amount,
        reason=DEDUCTION,
        reference=body.order_id,
        version=version,
        currency=body.currency,
    )
    return Decision(Deducted(body.currency, body.amount, moved.balance_after), (moved,))


def _file(player: PlayerState, issued: Sequence[RewardIssued], context: Context) -> Sequence[Fact]:
    return filing(player, (each.grant_id for each in issued))


def _push(fact: RewardIssued) -> RewardGranted:
    return RewardGranted(**structs.asdict(fact))


def _pushes(player: PlayerState, facts: Sequence[RewardIssued]) -> Sequence[RewardGranted]:
    return [_push(fact) for fact in facts]


def _event(player: PlayerState, fact: RewardIssued) -> DomainEvent:
    return DomainEvent("reward.granted", {"user_id": player.key, **structs.asdict(fact)})
