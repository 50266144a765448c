"""Gacha: gold buys pulls from a banner; an outcome is an item that is owned, or shards for one that already is.

A pull takes three floats: which rarity (against `Banner.rates`, the highest first), featured or not, which item of the
pool. Pity and guarantee belong to the banner's type, items to the player: the memory holds `TYPE:pity:STARS` (pulls
since the last), `TYPE:sure:STARS` (the next is a featured one) and `own:ITEM` (how often it came). No gold comes back,
so a pull has no return to player that could be monitored; the banner's `disclosure()` publishes its rates instead, and
`observations()` gives the monitor the hits of each rarity with the rate that each pull had.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar, Literal, Self

from msgspec import convert

from actors.fairness.floats import choose
from actors.fairness.returns import Observation
from actors.games.contract import NO_MEMORY, OWNED, Memory, Played, Refusal
from actors.games.gacha.banner import MILLION, Banner, BannerRefused, Rarity
from actors.games.gacha.messages import GachaPull, GachaPulled
from actors.games.gacha.observed import observed
from actors.games.shown import version_refusal
from actors.money.wallet import SHARD

COUNTS: tuple[Literal[1, 10], ...] = (1, 10)
OWNED_MAX = 2_048
"""Items that banners may offer together, and that a player's memory holds: beyond it, those known longest that no
banner offers are forgotten. Each pull stays in its round."""


class Gacha:
    """All banners, those in `closed` for the record; `bet_min` and `bet_max` are the stakes that the platform takes."""

    name: ClassVar[str] = "gacha"
    about: ClassVar[str] = "Pulls from banners."
    area = "gacha"
    command: ClassVar[type[GachaPull]] = GachaPull

    def __init__(
        self,
        banners: Sequence[Banner],
        *,
        bet_min: int,
        bet_max: int,
        config_version: int,
        closed: Collection[str] = (),
    ) -> None:
        self.banners = {banner.id: banner for banner in banners}
        self.closed = frozenset(closed)
        if len(self.banners) != len(banners) or not banners:
            raise BannerRefused("a gacha needs banners, each with an id of its own")
        for banner in banners:
            if not bet_min <= banner.price <= banner.price * max(COUNTS) <= bet_max:
                raise BannerRefused(
                    f"banner {banner.id}: the price of 1 and of {max(COUNTS)} pulls must be stakes of {bet_min} to "
                    f"{bet_max} gold, not {banner.price} and {banner.price * max(COUNTS)}"
                )
        self.offered = frozenset(
            f"{OWNED}{item}"
            for banner in banners
            for rarity in banner.rarities
            for item in (*rarity.items, *rarity.featured)
        )
        if len(self.offered) > OWNED_MAX:
            raise BannerRefused(f"banners may offer {OWNED_MAX} items together, not {len(self.offered)}")
        self.bet_min, self.bet_max = bet_min, bet_max
        self.config_version = config_version

    def refusal(self, command: GachaPull, now_ms: int, /) -> Refusal | None:
        banner = self.banners.get(command.banner)
        if banner is None:
            return Refusal("not_found", {"banner": command.banner, "known": sorted(self.banners)})
        if not banner.open_at(now_ms):
            window = {"starts_at": banner.starts_at, "ends_at": banner.ends_at}
            return Refusal("item_inactive", {"banner": banner.id, **window})
        if banner.id in self.closed:
            return Refusal("item_inactive", {"banner": banner.id})
        return version_refusal("banner", banner.id, command.version, banner.version)

    def stake(self, command: GachaPull, /) -> int:
        return self.banners[command.banner].price * command.count

    def payout_max(self, command: GachaPull, /) -> int:
        return 0

    def play(self, command: GachaPull, floats: Iterator[float], memory: Memory = NO_MEMORY, /) -> Played:
        banner, kept = self.banners[command.banner], dict(memory)
        before = _pity(banner, kept)
        pulls = [_pull(banner, kept, floats) for _ in range(command.count)]
        self._forget(kept)
        shards = sum(pull.get("converted", 0) for pull in pulls)
        outcome = {"banner": banner.id, "version": banner.version, "before": before, "pulls": pulls}
        outcome["pity"] = _pity(banner, kept)
        return Played(0, None, outcome, ((SHARD, shards),) if shards else (), kept, banner.version)

    def recorded(self, outcome: Mapping[str, Any], /) -> tuple[GachaPull, Memory]:
        """See `actors.games.recompute`. An item whose first pull was a duplicate was owned before."""
        banner, before = self.banners[outcome["banner"]], outcome["before"]
        pulls = {pull["item"]: pull["duplicate"] for pull in reversed(outcome["pulls"])}
        memory = {f"{OWNED}{item}": 1 for item, owned in pulls.items() if owned}
        for rarity in banner.rarities:
            if since := before["since"].get(str(rarity.stars)):
                memory[_pity_key(banner, rarity)] = since
            if rarity.stars in before["featured_next"]:
                memory[_sure_key(banner, rarity)] = 1
        return convert({"banner": banner.id, "count": len(outcome["pulls"])}, GachaPull), memory

    def observations(self, outcome: Mapping[str, Any], /) -> Sequence[Observation]:
        """See `Watched`. The last rarity takes what the others leave: it is not watched."""
        return observed(self.banners[outcome["banner"]], outcome)

    def _forget(self, memory: dict[str, int]) -> None:
        """Forget items that no banner offers any more, the longest known first, while there are too many."""
        excess = sum(key.startswith(OWNED) for key in memory) - OWNED_MAX if len(memory) > OWNED_MAX else 0
        if excess > 0:
            gone = (key for key in memory if key.startswith(OWNED) and key not in self.offered)
            for key in [*islice(gone, excess)]:
                del memory[key]

    def reply(self, played: Played, round_id: str, gold: int, /) -> GachaPulled:
        return convert({**played.outcome, "round_id": round_id, "gold": gold}, GachaPulled)

    def odds(self, command: GachaPull, /) -> None:
        return None

    def defined(
        self, bodies: Mapping[str, Banner], closed: Collection[str] = (), config_version: int | None = None, /
    ) -> Self:
        version = config_version or self.config_version
        numbers = {"bet_min": self.bet_min, "bet_max": self.bet_max, "config_version": version}
        return type(self)(list(bodies.values()), **numbers, closed=closed)

    def played_by(self, outcome: Mapping[str, Any], /) -> tuple[str, int]:
        return outcome["banner"], outcome["version"]

    def rtp(self) -> None:
        return None

    def view(self) -> dict[str, Any]:
        return {
            "counts": COUNTS,
            "banners": {
                banner.id: {
                    "version": banner.version,
                    "type": banner.type,
                    "price": banner.price,
                    "starts_at": banner.starts_at,
                    "ends_at": banner.ends_at,
                }
                for banner in self.banners.values()
                if banner.id not in self.closed
            },
        }

    def examples(self, bet: int, /) -> Sequence[GachaPull]:
        open_ones = [banner for banner in self.banners if banner not in self.closed]
        return [GachaPull(banner=banner, count=count) for banner in open_ones for count in COUNTS]


def _pity_key(banner: Banner, rarity: Rarity) -> str:
    return f"{banner.type}:pity:{rarity.stars}"


def _sure_key(banner: Banner, rarity: Rarity) -> str:
    return f"{banner.type}:sure:{rarity.stars}"


def _pity(banner: Banner, memory: Memory) -> dict[str, Any]:
    """Return, by stars, pulls since the last hit of rarities with a pity, and the rarities whose next is featured."""
    counted = [rarity for rarity in banner.rarities if len(rarity.table) > 1]
    return {
        "since": {str(rarity.stars): memory.get(_pity_key(banner, rarity), 0) for rarity in counted},
        "featured_next": [rarity.stars for rarity in banner.rarities if memory.get(_sure_key(banner, rarity))],
    }


def _pull(banner: Banner, memory: dict[str, int], floats: Iterator[float]) -> dict[str, Any]:
    """Return one pull, and count it in `memory`."""
    for_rarity, for_featured, for_item = next(floats), next(floats), next(floats)
    rarity = _roll(banner, memory, for_rarity)
    for other in banner.rarities:
        key = _pity_key(banner, other)
        if other is rarity:
            memory.pop(key, None)
        elif len(other.table) > 1:
            memory[key] = memory.get(key, 0) + 1
    pool = rarity.items
    if rarity.featured:
        sure = memory.pop(_sure_key(banner, rarity), 0)
        if sure or for_featured * MILLION < rarity.featured_share:
            pool = rarity.featured
        else:
            memory[_sure_key(banner, rarity)] = 1
    item = pool[choose(for_item, len(pool))]
    owned = memory.get(f"{OWNED}{item}", 0)
    memory[f"{OWNED}{item}"] = owned + 1
    pull: dict[str, Any] = {"item": item, "rarity": rarity.stars, "duplicate": owned > 0}
    return pull | {"converted": rarity.shards} if owned else pull


def _roll(banner: Banner, memory: Memory, fraction: float) -> Rarity:
    misses = [memory.get(_pity_key(banner, rarity), 0) for rarity in banner.rarities]
    reached = 0
    for rarity, rate in zip(banner.rarities, banner.rates(misses), strict=True):
        reached += rate
        if fraction * MILLION < reached:
            return rarity
    return banner.rarities[-1]
