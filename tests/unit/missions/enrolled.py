"""A player of missions: a user entity run turn by turn on a clock of the test's own, with definitions to change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from actors.areas import GAME_NAMES
from actors.definitions.book import Definitions, Published
from actors.games.facts import RoundPlayed
from actors.games.registry import registered_games
from actors.games.rps import RpsPlay
from actors.missions.area import missions_area
from actors.missions.facts import MissionClaimed, MissionStep
from actors.missions.messages import (
    ActiveEvent,
    ActiveEvents,
    EventClaim,
    EventJoin,
    EventProgress,
    EventsGet,
    EventState,
)
from actors.money.economy import EconomyConfig
from actors.runtime.entity import Decision, Incoming, Rejection
from actors.runtime.entropy import SeededEntropy
from actors.runtime.facts import Fact
from actors.user.kind import UserKind
from actors.user.messages import UserOpen
from tests.seals import SEALS

ECONOMY = EconomyConfig()
GAMES = registered_games(ECONOMY)
DAY_MS = 86_400_000
NOON_MS = 1_795_402_800_000
"""Monday, 23 November 2026, noon in Seoul."""
TITLE = {"ko": "미션", "en": "Mission"}
GOLD = ({"type": "gold", "amount": 50},)


def body(**changed: Any) -> dict[str, Any]:
    """A mission as JSON has it: three rounds of any game, once, for 50 gold."""
    return {"title": TITLE, "kind": "play", "target": 3, "reward": list(GOLD), **changed}


class Enrolled:
    """`missions` are in force as version 1, beside nothing else."""

    def __init__(self, missions: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self.definitions = Definitions([replace(missions_area(GAME_NAMES), built_in={})])
        self._published: list[Published] = []
        self.kind = UserKind(ECONOMY, GAMES, (), self.definitions, seal=SEALS.seeds)
        self.state = self.kind.create("u1")
        self.now_ms = NOON_MS
        self.facts: list[Fact] = []
        self.pushed: list[Any] = []
        self._n = 0
        self.send(UserOpen(), "system")
        self.state.root.balances["gold"] = 1_000_000
        for key, source in (missions or {}).items():
            self.publish(key, source)

    def publish(self, key: str, source: Mapping[str, Any], *, closed: bool = False) -> None:
        versions = self.definitions.versions("missions", key)
        number = versions[-1].version + 1 if versions else 1
        self._published.append(Published("missions", key, number, source, closed))
        self.definitions.replace(self.definitions.prepare(self._published), 0)
        assert not self.definitions.refused

    def send(self, command: msgspec.Struct, origin: str = "user") -> Decision | Rejection:
        self._n += 1
        incoming = Incoming("c", origin, f"{self._n:032x}", command)
        decision = self.kind.decide(self.state, incoming, self.now_ms, SeededEntropy(self._n))
        self.pushed = []
        if isinstance(decision, Decision):
            for fact in decision.facts:
                self.kind.apply(self.state, fact)
            self.facts += decision.facts
            self.pushed = list(self.kind.announce(self.state, decision.facts))
        return decision

    def join(self, key: str) -> EventState | str:
        return self._answer(EventJoin(event_id=key))

    def claim(self, key: str) -> Any:
        return self._answer(EventClaim(event_id=key))

    def _answer(self, command: msgspec.Struct) -> Any:
        decision = self.send(command)
        return decision.reply if isinstance(decision, Decision) else decision.code

    def play(self, rounds: int = 1, bet: int = 20) -> None:
        for _ in range(rounds):
            assert isinstance(self.send(RpsPlay(bet=bet, choice="rock")), Decision)

    def active(self) -> dict[str, ActiveEvent]:
        answer = self.kind.answer(self.state, EventsGet(), self.now_ms)
        assert isinstance(answer, ActiveEvents)
        return {each.event_id: each for each in answer.events}

    def shown(self, key: str) -> tuple[int, bool, bool, bool]:
        """progress, joined, can_claim, claimed"""
        found = self.active()[key]
        return found.progress, found.joined, found.can_claim, found.claimed

    def told(self) -> list[EventProgress]:
        """`event_progress` of the last turn."""
        return [each for each in self.pushed if isinstance(each, EventProgress)]

    def steps(self) -> list[tuple[str, str, int]]:
        return [(each.mission_id, each.step, each.version) for each in self.facts if isinstance(each, MissionStep)]

    def claims(self) -> list[MissionClaimed]:
        return [each for each in self.facts if isinstance(each, MissionClaimed)]

    def rounds(self) -> list[RoundPlayed]:
        return [each for each in self.facts if isinstance(each, RoundPlayed)]
