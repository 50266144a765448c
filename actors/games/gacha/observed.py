"""The hits of a round of gacha against the rates that its pulls had, for the monitor of what is published."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from actors.fairness.returns import Observation
from actors.games.gacha.banner import MILLION, Banner, Rarity

Sums = defaultdict[str, list[float]]
"""By what was drawn: draws, hits, expected hits, their variance."""


def observed(banner: Banner, outcome: Mapping[str, Any]) -> Sequence[Observation]:
    """Return the hits of each rarity but the last, and among hits whose item was open those that were featured.

    The rates of a pull depend on the pity that it began with, which the record tells: so the sums are those of fair
    draws, whatever the players' pity was.
    """
    sums: Sums = defaultdict(lambda: [0, 0, 0.0, 0.0])
    since = {int(stars): pulls for stars, pulls in outcome["before"]["since"].items()}
    sure = set(outcome["before"]["featured_next"])
    for pull in outcome["pulls"]:
        rates = banner.rates([since.get(rarity.stars, 0) for rarity in banner.rarities])
        for rarity, rate in zip(banner.rarities[:-1], rates, strict=False):
            _add(sums[f"stars_{rarity.stars}"], rate / MILLION, hit=pull["rarity"] == rarity.stars)
        since = {stars: 0 if stars == pull["rarity"] else pulls + 1 for stars, pulls in since.items()}
        hit = next(rarity for rarity in banner.rarities if rarity.stars == pull["rarity"])
        if hit.featured:
            _feature(sums, hit, sure, is_featured=pull["item"] in hit.featured)
    return [Observation(what, int(draws), *rest) for what, (draws, *rest) in sums.items()]


def _feature(sums: Sums, rarity: Rarity, sure: set[int], *, is_featured: bool) -> None:
    if rarity.stars in sure:
        sure.discard(rarity.stars)
        return
    _add(sums[f"featured_{rarity.stars}"], rarity.featured_share / MILLION, hit=is_featured)
    if not is_featured:
        sure.add(rarity.stars)


def _add(sums: list[float], chance: float, *, hit: bool) -> None:
    sums[0] += 1
    sums[1] += hit
    sums[2] += chance
    sums[3] += chance * (1 - chance)
