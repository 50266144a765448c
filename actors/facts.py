"""The registry of facts, which follows from the kinds: for each, the closed set of things that can happen to it.

A stored fact is a row whose `type` is the fact's tag; `RECORDED` maps those tags to their classes.
"""

from collections.abc import Mapping

from actors.kinds import entity_kinds
from actors.money.economy import EconomyConfig
from actors.runtime.facts import Fact, Recorded

FACTS: Mapping[str, frozenset[type[Fact]]] = {name: kind.facts for name, kind in entity_kinds(EconomyConfig()).items()}
RECORDED: Mapping[str, type[Recorded]] = {
    str(fact.__struct_config__.tag): fact for facts in FACTS.values() for fact in facts if issubclass(fact, Recorded)
}
