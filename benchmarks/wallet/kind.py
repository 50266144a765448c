"""A player who is nothing but a wallet: one command that changes one balance, with one row of the ledger.

It is what other game servers sell as a wallet update. The runtime is ours: exactly once, durable before visible, one
row of `command`, one of `transfer` and the root of the state; no round, no event, no push.
"""

from typing import Annotated, ClassVar

from msgspec import Meta

from actors.money.transfers import Transferred
from actors.money.wallet import GOLD, HOUSE_MINT, receive
from actors.player.feature import CommandHandler, Context, Feature, SnapshotField
from actors.player.kind import PlayerKind
from actors.player.state import ROOT_ONLY, PlayerState
from actors.runtime.entity import Decision, Rejection
from actors.runtime.payloads import Command, ServerPayload
from actors.user.snapshot import StateGet


class WalletUpdated(ServerPayload, frozen=True):
    """The balance after an update, in gold."""

    gold: int


class WalletUpdate(Command, frozen=True):
    """Add `amount` gold to the player's wallet."""

    TYPE: ClassVar[str] = "wallet.update"
    REPLY: ClassVar[type[ServerPayload]] = WalletUpdated

    amount: Annotated[int, Meta(ge=1, le=1_000_000)]


class WalletState(ServerPayload, frozen=True):
    """The snapshot: the balance in gold, and no events."""

    gold: int
    events_unacked: tuple[str, ...] = ()


def wallet_kind() -> PlayerKind:
    """Return the entity kind, under the name and with the parts of a player."""
    feature = Feature(
        name="wallet",
        commands={WalletUpdate: CommandHandler(_update)},
        facts={Transferred: _move},
        snapshot={
            "gold": SnapshotField(int, lambda player, now_ms: player.root.balances[GOLD], "The balance in gold.")
        },
    )
    return PlayerKind((feature,), WalletState, StateGet)


def _update(player: PlayerState, body: WalletUpdate, context: Context) -> Decision | Rejection:
    refusal = context.refuse_above_room(player, GOLD, body.amount)
    if refusal is not None:
        return refusal
    balance = player.root.balances[GOLD]
    moved = receive(player.account, balance, HOUSE_MINT, body.amount, reason="wallet", reference="", version=1)
    return Decision(WalletUpdated(gold=moved.balance_after), (moved,))


def _move(player: PlayerState, fact: Transferred) -> frozenset[str]:
    player.root.balances[fact.currency] = fact.balance_after
    return ROOT_ONLY
