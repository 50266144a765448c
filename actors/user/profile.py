"""The feature of the profile: balances, debts, experience and tier, as the player sees them."""

from collections.abc import Sequence

from actors.debts.debts import shown_debts
from actors.debts.facts import DebtChanged
from actors.economy.area import EconomyInForce
from actors.games.facts import RoundPlayed
from actors.money.transfers import Transferred
from actors.money.wallet import GEM, GOLD, SHARD
from actors.player.experience import experience, tier
from actors.player.feature import Feature, Push, SnapshotField
from actors.player.state import ROOT_ONLY, PlayerState
from actors.runtime.facts import Fact
from actors.user.messages import Profile, ProfileGet


def profile_feature(in_force: EconomyInForce) -> Feature:
    """Return the feature: a balance follows its last transfer, and is announced with the experience."""

    def profile(player: PlayerState) -> Profile:
        root, economy = player.root, in_force.now()
        gold = root.balances[GOLD]
        xp = experience(root.overall.wagered, economy.xp_divisor)
        return Profile(
            gold=gold,
            gold_balance=gold,
            gems=root.balances[GEM],
            xp=xp,
            tier=tier(xp, economy.tiers),
            shards=root.balances[SHARD],
            debts=shown_debts(player),
        )

    def announce(player: PlayerState, facts: Sequence[Fact]) -> Sequence[Profile]:
        return (profile(player),)

    return Feature(
        name="profile",
        queries={ProfileGet: lambda player, query, now_ms: profile(player)},
        facts={Transferred: _move},
        pushes=(Push((Transferred, RoundPlayed, DebtChanged), (Profile,), announce),),
        snapshot={
            "profile": SnapshotField(Profile, lambda player, now_ms: profile(player), "Balances, experience and tier.")
        },
    )


def _move(player: PlayerState, fact: Transferred) -> frozenset[str]:
    player.root.balances[fact.currency] = fact.balance_after
    return ROOT_ONLY
