"""Any order of joining, playing, claiming, passing time and changing definitions, against a plain model.

The model keeps, for each mission, every source that it should have counted; the entity keeps a sum.
"""

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from actors.missions.facts import MissionsMoved
from actors.missions.messages import EventClaimed, EventState
from actors.money.transfers import Transferred
from tests.unit.missions.enrolled import DAY_MS, NOON_MS, Enrolled, body

REWARD = 50
KEYS = ("a", "b", "c")
HOUR_MS = DAY_MS // 24
SEOUL_MS = 9 * HOUR_MS
MONDAY = -3
"""The day of a Monday, counted from 1 January 1970, which was a Thursday."""


@dataclass
class Taken:
    """A mission in the model: what staff have set, and what has happened to it in the period of `period`."""

    kind: str
    target: int
    repeat: str
    ends_at: int | None = None
    closed: bool = False
    joined: bool = False
    period: int = 0
    counted: list[int] = field(default_factory=list)
    counted_as: str = ""
    """The kind of what was counted."""
    claimed: bool = False
    paid: list[int] = field(default_factory=list)
    """The periods that were paid."""

    def source(self) -> dict[str, object]:
        return body(kind=self.kind, target=self.target, repeat=self.repeat, ends_at=self.ends_at)

    def is_open(self, now_ms: int) -> bool:
        return not self.closed and self.in_window(now_ms)

    def in_window(self, now_ms: int) -> bool:
        return self.ends_at is None or now_ms < self.ends_at

    def turn_to(self, now_ms: int) -> None:
        """Begin a new period, if it is time for one."""
        day = (now_ms + SEOUL_MS) // DAY_MS
        first = {"once": 0, "daily": day, "weekly": (day - MONDAY) // 7 * 7 + MONDAY}[self.repeat]
        if first > self.period:
            self.period, self.counted, self.claimed = first, [], False

    def count(self, amount: int) -> None:
        """Count a source; what was counted in another unit is nothing in this one."""
        if amount and self.counted_as != self.kind:
            self.counted, self.counted_as = [], self.kind
        self.counted.append(amount)

    @property
    def progress(self) -> int:
        return sum(self.counted) if self.counted_as == self.kind else 0

    @property
    def can_claim(self) -> bool:
        return self.joined and self.progress >= self.target and not self.claimed


class Participation(RuleBasedStateMachine):
    @initialize()
    def enrol(self) -> None:
        self.player = Enrolled()
        self.missions: dict[str, Taken] = {}

    @rule(
        key=st.sampled_from(KEYS),
        kind=st.sampled_from(["play", "win", "wager"]),
        goal=st.integers(1, 5),
        repeat=st.sampled_from(["once", "daily", "weekly"]),
        hours=st.none() | st.integers(1, 72),
        closed=st.booleans(),
    )
    def publish(self, key: str, kind: str, goal: int, repeat: str, hours: int | None, closed: bool) -> None:
        """A new mission, or a new version that has another target, window or kind. Its repeat stays."""
        taken = self.missions.setdefault(key, Taken(kind, goal, repeat))
        taken.kind, taken.target, taken.closed = kind, goal * (20 if kind == "wager" else 1), closed
        taken.ends_at = None if hours is None else self.player.now_ms + hours * HOUR_MS
        self.player.publish(key, taken.source(), closed=closed)

    @rule(key=st.sampled_from(KEYS))
    def join(self, key: str) -> None:
        answer = self.player.join(key)
        taken = self.missions.get(key)
        if taken is None:
            assert answer == "not_found"
        elif taken.joined or taken.is_open(self.player.now_ms):
            if not taken.joined:
                taken.joined, taken.counted_as = True, taken.kind
            assert isinstance(answer, EventState)
            assert answer.joined
        else:
            assert answer == "item_inactive"

    @rule(rounds=st.integers(1, 3), bet=st.sampled_from([20, 30]))
    def play(self, rounds: int, bet: int) -> None:
        for _ in range(rounds):
            self.player.play(bet=bet)
            won = self.player.rounds()[-1].won
            for taken in self.missions.values():
                if taken.joined and taken.is_open(self.player.now_ms):
                    taken.turn_to(self.player.now_ms)
                    if not taken.claimed:
                        taken.count({"play": 1, "win": int(won is True), "wager": bet}[taken.kind])

    @rule(key=st.sampled_from(KEYS))
    def claim(self, key: str) -> None:
        taken, gold = self.missions.get(key), self.player.state.root.balances["gold"]
        answer = self.player.claim(key)
        paid = self.player.state.root.balances["gold"] - gold
        if taken is not None and taken.joined:
            taken.turn_to(self.player.now_ms)
        if taken is None:
            assert (answer, paid) == ("not_found", 0)
        elif taken.can_claim and taken.in_window(self.player.now_ms):
            assert isinstance(answer, EventClaimed)
            assert paid == REWARD
            taken.claimed = True
            taken.paid.append(taken.period)
        else:
            assert (answer, paid) == ("already_claimed" if taken.joined and taken.claimed else "not_claimable", 0)

    @rule(hours=st.integers(1, 50))
    def pass_time(self, hours: int) -> None:
        self.player.now_ms += hours * HOUR_MS

    @precondition(lambda self: self.player.now_ms > NOON_MS)
    @rule()
    def be_loaded_again(self) -> None:
        """As on another host."""
        kind = self.player.kind
        self.player.state = kind.load("u1", {part: kind.dump(self.player.state, part) for part in kind.parts})

    @invariant()
    def shows_what_the_model_has(self) -> None:
        active = self.player.active()
        for key, taken in self.missions.items():
            if taken.joined:
                taken.turn_to(self.player.now_ms)
            claimable = taken.can_claim and taken.in_window(self.player.now_ms)
            assert (key in active) == (taken.is_open(self.player.now_ms) or claimable)
            if key in active:
                shown = active[key]
                assert shown.progress == min(taken.progress, taken.target)
                assert (shown.joined, shown.can_claim, shown.claimed) == (taken.joined, claimable, taken.claimed)

    @invariant()
    def a_period_is_paid_once(self) -> None:
        claims = self.player.claims()
        assert (
            len({each.once() for each in claims})
            == len(claims)
            == sum(len(each.paid) for each in self.missions.values())
        )
        paid = [each for each in self.player.facts if isinstance(each, Transferred) and each.reason == "mission"]
        assert [each.amount for each in paid] == [REWARD] * len(claims)

    @invariant()
    def the_facts_alone_give_the_state(self) -> None:
        replayed = self.player.kind.create("u1")
        for fact in self.player.facts:
            self.player.kind.apply(replayed, fact)
        assert replayed.missions == self.player.state.missions
        assert replayed.mission_records == self.player.state.mission_records
        moved = [each for each in self.player.facts if isinstance(each, MissionsMoved)]
        assert all(part.version for each in moved for part in each.parts.values())


TestParticipation = Participation.TestCase
TestParticipation.settings = settings(max_examples=60, stateful_step_count=30)


@pytest.mark.parametrize("repeat", ["once", "daily", "weekly"])
def test_two_weeks_from_noon_to_noon_match_the_model_over_every_edge_of_a_day_and_a_week(repeat: str) -> None:
    state = Participation()
    state.enrol()
    state.publish("a", "play", 2, repeat, None, False)
    state.join("a")
    for _ in range(14 * 24 // 5):
        state.pass_time(5)
        state.play(1, 20)
        state.shows_what_the_model_has()
        state.claim("a")
        state.shows_what_the_model_has()
    state.a_period_is_paid_once()
    assert len(state.missions["a"].paid) == {"once": 1, "daily": 15, "weekly": 3}[repeat]
