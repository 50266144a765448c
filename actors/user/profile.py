"""The feature of the profile: balances, experience and tier, as the player sees them."""

from collections.abc import Sequence

from actors.games.facts import RoundPlayed
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.money.wallet import GEM, GOLD
from actors.player.experience import experience, tier
from actors.player.feature import Feature, Push, SnapshotField
from actors.player.state import ROOT_ONLY, PlayerState
from actors.runtime.facts import Fact
from actors.user.messages import Profile, ProfileGet


def profile_feature(economy: EconomyConfig) -> Feature:
    """Return the feature: a balance follows its last transfer, and is announced with the experience."""

    def profile(player: PlayerState) -> Profile:
        root = player.root
        gold = root.balances[GOLD]
        xp = experience(root.overall.wagered, economy.xp_divisor)
        return Profile(gold=gold, gold_balance=gold, gems=root.balances[GEM], xp=xp, tier=tier(xp, economy.tiers))

    def announce(player: PlayerState, facts: Sequence[Fact]) -> Sequence[Profile]:
        return (profile(player),)

    return Feature(
        name="profile",
        queries={ProfileGet: lambda player, query, now_ms: profile(player)},
        facts={Transferred: _move},
        pushes=(Push((Transferred, RoundPlayed), (Profile,), announce),),
        snapshot={
            "profile": SnapshotField(Profile, lambda player, now_ms: profile(player), "Balances, experience and tier.")
        },
    )


def _move(player: PlayerState, fact: Transferred) -> frozenset[str]:
    player.root.balances[fact.currency] = fact.balance_after
    return ROOT_ONLY
