"""The registry of facts by kind of entity: for each, the closed set of things that can happen to it.

A stored fact is a row whose `type` is the fact's tag; `RECORDED` maps those tags to their classes.
"""

from collections.abc import Mapping

from actors.crash.state import FACTS as TABLE_FACTS
from actors.money.economy import EconomyConfig
from actors.runtime.facts import Fact, Recorded
from actors.shop.state import FACTS as SHOP_FACTS
from actors.user.features import player_features

FACTS: Mapping[str, frozenset[type[Fact]]] = {
    "user": frozenset(fact for feature in player_features(EconomyConfig()) for fact in feature.facts),
    "crash": TABLE_FACTS,
    "shop": SHOP_FACTS,
}
RECORDED: Mapping[str, type[Recorded]] = {
    str(fact.__struct_config__.tag): fact for facts in FACTS.values() for fact in facts if issubclass(fact, Recorded)
}
