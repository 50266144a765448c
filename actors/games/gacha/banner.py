"""A gacha banner as data: its file, the checks of the file, the table that pulls are rolled from, its disclosure.

Rates are millionths, so that they add up exactly. A rarity's rate of the n-th pull since the last one of its kind is
`Rarity.table[n - 1]`; the highest rarity takes its rate first, each next one what is left up to its own rate.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any

from msgspec import DecodeError, Meta, Struct, json

from actors.money.wallet import GOLD, SHARD

MILLION = 1_000_000
CERTAIN_AT_MAX = 1_000
ITEMS_MAX = 200
"""Items of one banner: everything that a player owns is kept in memory."""
CONVERGED = 1e-13
PASSES_MAX = 100
"""Of the fixed-point iteration for consolidated rates; a pass shrinks the error by far more than a half."""

Millionths = Annotated[int, Meta(ge=0, le=MILLION)]
Item = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,47}$(?!\n)")]
ItemList = Annotated[list[Item], Meta(max_length=ITEMS_MAX)]


class BannerRefused(ValueError):
    """The banner cannot be played; the message says what to change in its file."""


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """Texts that players read, by language."""

    ko: str
    en: str


class Rarity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """Items of equal rarity.

    From pull `pity_from` on since the last one, each pull adds `pity_step` to the rate; pull `certain_at` is certain.
    With `featured` items a hit is one of them at `featured_share`; after one that is not, the next is. A duplicate
    becomes `shards`.
    """

    stars: Annotated[int, Meta(ge=1, le=9)]
    rate: Annotated[int, Meta(ge=1, le=MILLION)]
    items: ItemList
    shards: Annotated[int, Meta(ge=1, le=MILLION)]
    featured: ItemList = []
    featured_share: Millionths = 0
    pity_from: Annotated[int, Meta(ge=1, le=CERTAIN_AT_MAX)] | None = None
    pity_step: Millionths = 0
    certain_at: Annotated[int, Meta(ge=1, le=CERTAIN_AT_MAX)] | None = None

    @cached_property
    def table(self) -> tuple[int, ...]:
        """Return the rate of pull 1, 2, 3... since the last hit; beyond its end the last one holds."""
        pulls = range(1, (self.certain_at or self.pity_from or 1) + 1)
        return tuple(self._rate(pull) for pull in pulls)

    def _rate(self, pull: int) -> int:
        if pull == self.certain_at:
            return MILLION
        risen = max(0, pull - self.pity_from + 1) if self.pity_from else 0
        return min(MILLION, self.rate + risen * self.pity_step)

    def rate_after(self, misses: int) -> int:
        """Return the rate of the pull that follows `misses` pulls without a hit."""
        table = self.table
        return table[min(misses, len(table) - 1)]


class Banner(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One banner; pity is shared by banners of one `type`, which have the same `terms`. `read_banner` makes it.

    `price` is gold for one pull, `starts_at` and `ends_at` Unix ms (None: open). `change_notice` tells what the last
    version changed.
    """

    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,31}$(?!\n)")]
    type: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,31}$(?!\n)")]
    version: Annotated[int, Meta(ge=1)]
    title: Text
    change_notice: Text
    price: Annotated[int, Meta(ge=1, le=MILLION)]
    rarities: Annotated[list[Rarity], Meta(min_length=1, max_length=9)]
    starts_at: int | None = None
    ends_at: int | None = None

    @cached_property
    def exchange(self) -> dict[str, int]:
        """Return what a million pulls add on average to the balances of a player who has every item already."""
        shares = zip(consolidated_rates(self), self.rarities, strict=True)
        shards = sum(round(share * MILLION) * rarity.shards for share, rarity in shares)
        return {GOLD: -self.price * MILLION, SHARD: shards}

    def open_at(self, now_ms: int) -> bool:
        """Return whether it can be pulled at this moment; its end is not part of it."""
        return (self.starts_at is None or self.starts_at <= now_ms) and (self.ends_at is None or now_ms < self.ends_at)

    def terms(self) -> tuple[Any, ...]:
        """Return what banners of one type must have in common: the price, and by stars the rates and the pity."""
        return self.price, *((each.stars, each.rate, each.pity_from, each.table) for each in self.rarities)

    def rates(self, misses: Sequence[int]) -> list[int]:
        """Return the rates of one pull, by rarity, from the number of misses of each: the roller draws from them."""
        left, found = MILLION, []
        for rarity, missed in zip(self.rarities, misses, strict=True):
            rate = min(left, rarity.rate_after(missed))
            found.append(rate)
            left -= rate
        found[-1] += left
        return found


def read_banner(data: bytes) -> Banner:
    """Return a banner from its JSON file.

    Raises:
        BannerRefused: the file is not of this shape, or contradicts itself.
    """
    try:
        banner = json.decode(data, type=Banner)
    except DecodeError as error:
        raise BannerRefused(f"not a banner file: {error}") from None
    found = _problem(banner) or next(filter(None, map(_rarity_problem, banner.rarities)), "")
    if found:
        raise BannerRefused(f"banner {banner.id}: {found}")
    return banner


def _problem(banner: Banner) -> str:
    stars = [rarity.stars for rarity in banner.rarities]
    if any(above <= below for above, below in pairwise(stars)):
        return f"rarities must fall from the most stars to the fewest, not {stars}"
    total = sum(rarity.rate for rarity in banner.rarities)
    if total != MILLION:
        return f"the rates add up to {total} millionths, not to {MILLION}"
    if len(stars) < 2 or not banner.rarities[0].certain_at:
        return "there must be two rarities or more, and the first must be certain at some pull (certain_at)"
    if any(len(rarity.table) > 1 for rarity in banner.rarities[2:]) or len(banner.rarities[-1].table) > 1:
        return "only the first two rarities may have a pity, and the last takes what the others leave"
    items = [item for rarity in banner.rarities for item in (*rarity.featured, *rarity.items)]
    if len(items) > ITEMS_MAX:
        return f"it has {len(items)} items, more than {ITEMS_MAX}"
    if len(set(items)) != len(items):
        return f"items are there twice: {sorted({item for item in items if items.count(item) > 1})}"
    if banner.starts_at is not None and banner.ends_at is not None and banner.starts_at >= banner.ends_at:
        return "it ends before it starts"
    return ""


def _rarity_problem(rarity: Rarity) -> str:
    if not rarity.items and (not rarity.featured or rarity.featured_share < MILLION):
        return f"{rarity.stars} stars: name items for the hits that are not featured"
    if bool(rarity.featured) != (rarity.featured_share > 0):
        return f"{rarity.stars} stars: featured items and featured_share go together"
    if (rarity.pity_from is None) != (rarity.pity_step == 0):
        return f"{rarity.stars} stars: pity_from and pity_step go together"
    if rarity.certain_at and rarity.pity_from and rarity.pity_from >= rarity.certain_at:
        return f"{rarity.stars} stars: pity_from must come before certain_at"
    return ""


def expected_pulls(table: Sequence[int]) -> float:
    """Return the mean number of pulls until a hit; pull n hits at `table[n - 1]` millionths, the last rate holds."""
    missed, pulls = 1.0, 0.0
    for rate in table:
        pulls += missed
        missed *= 1 - rate / MILLION
    return pulls + missed * MILLION / table[-1] if missed else pulls


def consolidated_rates(banner: Banner) -> list[float]:
    """Return the share of each rarity among very many pulls, pity included.

    The highest rarity renews itself with every hit, so its share is 1 / expected pulls. Within one such renewal, the
    misses of the second rarity are a distribution that is carried from pull to pull; it is the same at each renewal's
    start, which a fixed-point iteration finds. Rarities below it share the rest by their rates.
    """
    top = banner.rarities[0]
    shares = [1 / expected_pulls(top.table)]
    if len(banner.rarities) > 1:
        shares.append(_second_share(banner) if len(banner.rarities) > 2 else 1 - shares[0])
    left = 1 - sum(shares)
    rest = banner.rarities[2:]
    below = sum(rarity.rate for rarity in rest)
    return shares + [left * rarity.rate / below for rarity in rest]


def _second_share(banner: Banner) -> float:
    top, second = banner.rarities[0].table, banner.rarities[1].table
    start = [1.0] + [0.0] * (len(second) - 1)
    hits = 0.0
    for _ in range(PASSES_MAX):
        end, hits = _renewal(banner, top, start)
        if max(abs(a - b) for a, b in zip(start, end, strict=True)) < CONVERGED:
            break
        start = end
    return hits / expected_pulls(top)


def _renewal(banner: Banner, top: Sequence[int], start: Sequence[float]) -> tuple[list[float], float]:
    """Return the second rarity's misses at the end of a renewal that they began as `start`, and its expected hits."""
    now, end, hits = list(start), [0.0] * len(start), 0.0
    last = len(start) - 1
    for pull, top_rate in enumerate(top):
        after = [0.0] * len(start)
        for misses, share in enumerate(now):
            first, rate, *_ = banner.rates([pull, misses, *[0] * (len(banner.rarities) - 2)])
            next_misses = min(misses + 1, last)
            hit = share * rate / MILLION
            end[next_misses] += share * first / MILLION
            hits += hit
            after[0] += hit
            after[next_misses] += share * (1 - (first + rate) / MILLION)
        now = after
        if top_rate == MILLION:
            break
    return end, hits


def disclosure(banner: Banner) -> dict[str, Any]:
    """Return the public disclosure of a banner, from the table that pulls are rolled from; rates are shares of 1."""
    shares = consolidated_rates(banner)
    return {
        "banner": banner.id,
        "version": banner.version,
        "type": banner.type,
        "title": {"ko": banner.title.ko, "en": banner.title.en},
        "period": {"starts_at": banner.starts_at, "ends_at": banner.ends_at},
        "change_notice": {"ko": banner.change_notice.ko, "en": banner.change_notice.en},
        "price": {"currency": "gold", "amount": banner.price},
        "rates": [_rarity_disclosed(rarity, share) for rarity, share in zip(banner.rarities, shares, strict=True)],
    }


def _rarity_disclosed(rarity: Rarity, share: float) -> dict[str, Any]:
    chance = rarity.featured_share / MILLION
    return {
        "stars": rarity.stars,
        "rate": rarity.rate / MILLION,
        "consolidated_rate": share,
        "expected_pulls": 1 / share,
        "rate_by_pull": [rate / MILLION for rate in rarity.table],
        "pity": {
            "from_pull": rarity.pity_from,
            "step": rarity.pity_step / MILLION,
            "certain_at": rarity.certain_at,
            "featured_guaranteed_after_a_miss": bool(rarity.featured),
        },
        "duplicate_shards": rarity.shards,
        "items": [
            *({"item": item, "featured": True, "share": chance / len(rarity.featured)} for item in rarity.featured),
            *({"item": item, "featured": False, "share": (1 - chance) / len(rarity.items)} for item in rarity.items),
        ],
    }
