"""The feature of the first turn: seeds are committed to and the starting gold is granted."""

from actors.economy.area import EconomyInForce
from actors.fairness.seeds import CLIENT_SEED_CHARS, SEEDS, SeedKeeper, ServerSeeds
from actors.money.transfers import Transferred
from actors.money.wallet import GOLD, HOUSE_MINT, receive
from actors.player.feature import FROM_SERVER, CommandHandler, Context, Feature
from actors.player.state import PlayerState
from actors.runtime.entity import Decision, DomainEvent
from actors.user.messages import UserOpen, UserOpened

OPENING = "opening"
"""The reason of the transfer that grants the starting gold."""


def opening_feature(in_force: EconomyInForce, keeper: SeedKeeper) -> Feature:
    """Return the feature; a second opening does nothing."""

    def open_player(player: PlayerState, body: UserOpen, context: Context) -> Decision:
        if SEEDS.of(player).sealed:
            return Decision(UserOpened(gold=player.root.balances[GOLD]))
        economy = in_force.now()
        minted = receive(
            player.account,
            player.root.balances[GOLD],
            HOUSE_MINT,
            economy.starting_gold,
            reason=OPENING,
            reference=_mint(player),
            version=economy.version,
        )
        entropy = context.entropy
        drawn = ServerSeeds(entropy.seed_hex(), entropy.seed_hex())
        seeds = keeper.commit(player, drawn, entropy.seed_hex()[:CLIENT_SEED_CHARS], entropy)
        return Decision(UserOpened(gold=minted.balance_after), (seeds, minted))

    return Feature(
        name="opening",
        commands={UserOpen: CommandHandler(open_player, senders=FROM_SERVER)},
        events={Transferred: _opened},
        initial_command=lambda player: (_mint(player), UserOpen()),
    )


def _mint(player: PlayerState) -> str:
    return f"mint:{player.key}"


def _opened(player: PlayerState, fact: Transferred) -> DomainEvent | None:
    if fact.reason != OPENING:
        return None
    return DomainEvent("user.opened", {"user_id": player.key, "gold": fact.amount})
