"""The feature of debts: a refund takes contents back as far as they exist, and the rest is owed (docs/economy.md).

While anything is owed, nothing of the player's own commands spends: stakes and purchases are refused with `debt_unpaid`
and change nothing. Whatever comes in of an owed currency goes to the debt first, in the same turn. So nobody who owes a
currency has any of it, and no balance is ever negative. Stakes that are open are settled as ever, and purchases for
money, which bring in what is owed, go on.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from actors.debts.facts import DebtChanged
from actors.debts.messages import DebtForgive, DebtForgiven
from actors.economy.area import EconomyInForce
from actors.money.amounts import AMOUNT_MAX
from actors.money.transfers import Transferred
from actors.money.wallet import HOUSE_SHOP, spend
from actors.player.feature import FROM_STAFF, CommandHandler, Context, Feature, Reaction
from actors.player.state import Part, PlayerState
from actors.runtime.entity import Decision, DomainEvent, Rejection
from actors.runtime.facts import Fact
from actors.staff.facts import recorded

REPAID = "debt_repaid"
"""The reason of a transfer that repays a debt."""


class Debts(Struct, array_like=True):
    """Amounts that are owed, by currency; of one that is not there nothing is."""

    owed: dict[str, int] = {}


DEBTS: Part[Debts] = Part("debts", Debts, Debts)


def owed_by(player: PlayerState) -> Mapping[str, int]:
    """Return what the player owes, by currency; empty: nothing."""
    return DEBTS.of(player).owed


def shown_debts(player: PlayerState) -> dict[str, int]:
    """Return a copy of what the player owes, for the player; nothing where the part cannot be read."""
    return {} if DEBTS.name in player.unreadable else dict(owed_by(player))


def left_of(player: PlayerState, currency: str, balance: int) -> int:
    """Return what is left of a `balance` that something has come into, when it has paid what is owed of its currency.

    Replies say this: the debt is paid in the same turn. Nothing is paid where the part cannot be read.
    """
    return max(0, balance - shown_debts(player).get(currency, 0))


def debt_refusal(owed: Mapping[str, int]) -> Rejection:
    """Return the refusal of whatever spends."""
    return Rejection("debt_unpaid", {"owed": dict(owed)})


def incurred(player: PlayerState, missing: Iterable[tuple[str, int]], reference: str) -> list[Fact]:
    """Return the facts that `missing` amounts, of currencies each named once, are owed from now on.

    A debt is bounded as balances are: what would pass that is let go.
    """
    facts: list[Fact] = []
    for currency, amount in missing:
        before = owed_by(player).get(currency, 0)
        owed = min(AMOUNT_MAX, before + amount)
        if owed > before:
            facts.append(
                DebtChanged(currency=currency, change=owed - before, owed=owed, why="refund", reference=reference)
            )
    return facts


def debts_feature(economy: EconomyInForce) -> Feature:
    """Return the feature."""

    def repay(player: PlayerState, moved: Sequence[Transferred], context: Context) -> Sequence[Fact]:
        owed = owed_by(player)
        version = economy.now().version
        return [fact for currency in owed for fact in _repaid(player, currency, owed[currency], moved, version)]

    return Feature(
        name="debts",
        parts=(DEBTS,),
        commands={DebtForgive: CommandHandler(_forgive, senders=FROM_STAFF)},
        facts={DebtChanged: _change},
        reactions=(Reaction(frozenset({Transferred}), repay),),
        events={DebtChanged: _event},
        veto=_veto,
    )


def _veto(player: PlayerState, facts: Sequence[Fact]) -> Rejection | None:
    for fact in facts:
        if type(fact) is Transferred and fact.debit == player.account:
            owed = owed_by(player)
            return debt_refusal(owed) if owed else None
    return None


def _repaid(
    player: PlayerState, currency: str, owed: int, moved: Sequence[Transferred], version: int
) -> tuple[Fact, ...]:
    balance = next((fact.balance_after for fact in reversed(moved) if fact.currency == currency), 0)
    amount = min(owed, balance)
    if not amount:
        return ()
    spent = spend(
        player.account, balance, HOUSE_SHOP, amount, reason=REPAID, reference="", version=version, currency=currency
    )
    return spent, DebtChanged(currency=currency, change=-amount, owed=owed - amount, why="repaid")


def _forgive(player: PlayerState, body: DebtForgive, context: Context) -> Decision | Rejection:
    owed = owed_by(player).get(body.currency, 0)
    if not owed:
        return Rejection("not_found", {"currency": body.currency})
    forgiven = min(owed, body.amount)
    fact = DebtChanged(
        currency=body.currency, change=-forgiven, owed=owed - forgiven, why="forgiven", reference=body.order_id
    )
    reply = DebtForgiven(currency=body.currency, forgiven=forgiven, owed=owed - forgiven)
    return recorded(Decision(reply, (fact,)), DebtForgive.EVENT, f"user/{player.key}", body.act, reply)


def _change(player: PlayerState, fact: DebtChanged) -> frozenset[str]:
    owed = DEBTS.of(player).owed
    if fact.owed:
        owed[fact.currency] = fact.owed
    else:
        owed.pop(fact.currency, None)
    return DEBTS.dirty


def _event(player: PlayerState, fact: DebtChanged) -> DomainEvent:
    return DomainEvent(
        "debt.changed",
        {
            "user_id": player.key,
            "currency": fact.currency,
            "change": fact.change,
            "owed": fact.owed,
            "why": fact.why,
            "reference": fact.reference,
        },
    )
