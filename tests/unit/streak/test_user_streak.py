"""Streaks as turns of the user entity, on a clock of the test's own."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from actors.games.registry import registered_games
from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.runtime.entity import Decision, Incoming, Rejection
from actors.runtime.entropy import SeededEntropy
from actors.runtime.facts import Fact
from actors.staff.messages import Act
from actors.standing.messages import UserBan
from actors.streak.calendar import NO_CHANGE
from actors.streak.facts import StreakFact, StreakRungClaimed, StreakTicked
from actors.streak.local_days import day_end_ms
from actors.streak.messages import (
    StreakClaim,
    StreakGet,
    StreakProtect,
    StreakState,
    StreakTick,
    StreakUpdate,
    StreakZone,
)
from actors.streak.rules import StreakConfig
from actors.streak.turns import SIGN_UP
from actors.user.kind import UserKind
from actors.user.messages import UserOpen
from actors.user.snapshot import InitialState
from tests.seals import SEALS

SEOUL, NEW_YORK, KIRITIMATI, PAGO = "Asia/Seoul", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"
NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
"""Noon in Seoul."""
REASONS = ("streak", "streak_freeze")


class Visitor:
    """A player of UTC unless it is said otherwise."""

    def __init__(self, zone: str = "UTC", at: datetime = NOON, **streak: Any) -> None:
        economy = EconomyConfig()
        config = StreakConfig(time_zone=zone, **streak)
        self.kind = UserKind(economy, registered_games(economy), streak=config, seal=SEALS.seeds)
        self.state = self.kind.create("u1")
        self.now = at
        self.facts: list[Fact] = []
        self.pushed: list[Any] = []
        self._n = 0
        self.send(UserOpen(), "system")

    @property
    def now_ms(self) -> int:
        return round(self.now.timestamp() * 1000)

    def send(self, command: Struct, origin: str = "user") -> Any:
        """The reply, or the code of the refusal."""
        self._n += 1
        incoming = Incoming("c", origin, f"{self._n:032x}", command)
        decision = self.kind.decide(self.state, incoming, self.now_ms, SeededEntropy(self._n))
        if isinstance(decision, Rejection):
            return decision.code
        assert isinstance(decision, Decision)
        for fact in decision.facts:
            self.kind.apply(self.state, fact)
        self.facts += decision.facts
        self.pushed = list(self.kind.announce(self.state, decision.facts))
        return decision.reply

    def move_host(self) -> None:
        """Another host loads the player from what is stored."""
        stored = {part: self.kind.dump(self.state, part) for part in self.kind.parts}
        self.state = self.kind.load("u1", stored)

    def at(self, text: str) -> "Visitor":
        """Be there at a moment of UTC."""
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)
        return self

    def tick(self, *, days: float = 0) -> Any:
        self.now += timedelta(days=days)
        return self.send(StreakTick())

    def shown(self) -> StreakState:
        answer = self.kind.answer(self.state, StreakGet(), self.now_ms)
        assert isinstance(answer, StreakState)
        return answer

    def gold(self) -> int:
        return self.state.root.balances["gold"]

    def moved(self) -> list[tuple[str, int, str]]:
        """(reason, amount, reference) of every transfer of the streak."""
        found = [fact for fact in self.facts if isinstance(fact, Transferred) and fact.reason in REASONS]
        return [(fact.reason, fact.amount, fact.reference) for fact in found]

    def counted(self) -> list[StreakTicked]:
        return [fact for fact in self.facts if isinstance(fact, StreakTicked)]


# --- days -------------------------------------------------------------------------------------------------------------


def test_the_first_tick_of_a_day_counts_is_pushed_and_recorded() -> None:
    player = Visitor(SEOUL)
    reply = player.tick()
    assert (reply.counted, reply.count, reply.ticked_today, reply.claimable) == (True, 1, True, 1)
    assert reply.next_reset == round(datetime(2026, 11, 23, 15, tzinfo=UTC).timestamp() * 1000)
    (push,) = player.pushed
    assert isinstance(push, StreakUpdate)
    assert push == StreakUpdate(**{name: getattr(reply, name) for name in StreakUpdate.__struct_fields__})
    (fact,) = player.counted()
    assert fact.columns() == {
        "run": 1,
        "count": 1,
        "day": "2026-11-23",
        "time_zone": SEOUL,
        "freezes_used": 0,
        "freezes": 0,
        "ended": 0,
    }


def test_the_second_tick_of_a_day_changes_nothing() -> None:
    player = Visitor()
    player.tick()
    reply = player.tick(days=0.2)
    assert (reply.counted, reply.count, len(player.counted()), player.pushed) == (False, 1, 1, [])


def test_the_next_day_counts_one_more() -> None:
    player = Visitor()
    assert [player.tick(days=day).count for day in (0, 1, 1, 1)] == [1, 2, 3, 4]


def test_a_missed_day_ends_the_run_without_freezes() -> None:
    player = Visitor()
    for day in (0, 1):
        player.tick(days=day)
    reply = player.tick(days=2)
    assert (reply.count, reply.ended, reply.longest, reply.run) == (1, 2, 2, 2)


def test_a_missed_day_takes_a_freeze() -> None:
    player = Visitor()
    player.tick()
    player.send(StreakProtect())
    reply = player.tick(days=2)
    assert (reply.count, reply.freezes, reply.freezes_used, reply.ended) == (2, 0, 1, 0)


def test_more_missed_days_than_freezes_take_none() -> None:
    player = Visitor()
    player.tick()
    player.send(StreakProtect())
    reply = player.tick(days=3)
    assert (reply.count, reply.freezes, reply.ended) == (1, 1, 1)


def test_a_streak_that_is_lost_shows_as_none_before_its_next_day() -> None:
    player = Visitor()
    player.tick()
    player.now += timedelta(days=2)
    shown = player.shown()
    assert (shown.count, shown.longest, shown.claimable, shown.next_claim) == (0, 1, 0, None)


def test_a_clock_that_goes_back_counts_nothing_and_loses_nothing() -> None:
    player = Visitor()
    for day in (0, 1):
        player.tick(days=day)
    for back in (-1, -5):
        reply = player.tick(days=back)
        assert (reply.counted, reply.count, reply.ticked_today) == (False, 2, True)
    reply = player.tick(days=7)
    assert (reply.counted, reply.count) == (True, 3)


def test_another_host_between_ticks_changes_nothing() -> None:
    moving, staying = Visitor(), Visitor()
    for day in (0, 1, 0, 1, 3, 1):
        moving.move_host()
        assert moving.tick(days=day) == staying.tick(days=day)


@pytest.mark.parametrize(
    ("moments", "counts"),
    [
        (("2026-03-08T04:59:59", "2026-03-08T05:00:00", "2026-03-09T03:59:59", "2026-03-09T04:00:00"), [1, 2, 2, 3]),
        (("2026-11-01T03:59:59", "2026-11-01T04:00:00", "2026-11-02T04:59:59", "2026-11-02T05:00:00"), [1, 2, 2, 3]),
    ],
    ids=["23 hours", "25 hours"],
)
def test_a_day_of_new_york_counts_once_however_long_it_is(moments: tuple[str, ...], counts: list[int]) -> None:
    player = Visitor(NEW_YORK)
    assert [player.at(moment).tick().count for moment in moments] == counts


def test_a_leap_day_is_a_day_of_the_run() -> None:
    player = Visitor()
    days = ("2028-02-28", "2028-02-29", "2028-03-01")
    assert [player.at(f"{day}T12:00:00").tick().count for day in days] == [1, 2, 3]
    without = Visitor()
    assert [without.at(f"{day}T12:00:00").tick().count for day in (days[0], days[2])] == [1, 1]


def test_the_day_begins_at_the_reset_hour() -> None:
    player = Visitor(SEOUL, reset_hour=5)
    moments = ("2026-11-23T19:59:59", "2026-11-23T20:00:00", "2026-11-24T19:59:59", "2026-11-24T20:00:00")
    assert [player.at(moment).tick().count for moment in moments] == [1, 2, 2, 3]


def test_who_is_banned_counts_and_claims_nothing() -> None:
    player = Visitor()
    player.tick()
    player.send(UserBan(act=Act("a", "ADMIN", "r", "", "cheated"), until=None), "admin")
    commands = (StreakTick(), StreakClaim(), StreakProtect(), StreakZone(time_zone=SEOUL))
    assert [player.send(each) for each in commands] == ["forbidden"] * 4


# --- attachments ------------------------------------------------------------------------------------------------------


def test_an_attachment_counts_the_day_once_and_each_day_has_its_own_id() -> None:
    player, ids = Visitor(), []
    for _ in range(3):
        command = player.kind.on_attach(player.state, player.now_ms)
        assert command is not None
        ids.append(command[0])
        player.send(command[1], "system")
        assert player.kind.on_attach(player.state, player.now_ms) is None
        player.now += timedelta(days=2)
    assert len(set(ids)) == 3


def test_the_snapshot_shows_the_streak() -> None:
    player = Visitor()
    player.tick()
    snapshot = player.kind.snapshot(player.state, player.now_ms)
    assert isinstance(snapshot, InitialState)
    assert snapshot.streak == player.shown()
    assert (snapshot.streak.count, snapshot.streak.ticked_today) == (1, True)


# --- rewards ----------------------------------------------------------------------------------------------------------


def test_a_claim_pays_the_next_rung_and_records_it() -> None:
    player = Visitor()
    for day in (0, 1):
        player.tick(days=day)
    gold = player.gold()
    reply = player.send(StreakClaim())
    assert (reply.paid.rung, reply.paid.amount, reply.gold, reply.claimable) == (1, 100, gold + 100, 1)
    assert player.send(StreakClaim(rung=2)).gold == player.gold() == gold + 250
    assert player.moved() == [("streak", 100, "streak:1/1"), ("streak", 150, "streak:1/2")]
    claims = [fact for fact in player.facts if isinstance(fact, StreakRungClaimed)]
    assert [fact.once() for fact in claims] == ["1/1", "1/2"]


def test_a_rung_is_claimed_once() -> None:
    player = Visitor()
    player.tick()
    player.send(StreakClaim(rung=1))
    gold = player.gold()
    assert [player.send(StreakClaim(rung=1)), player.send(StreakClaim())] == ["already_claimed", "not_claimable"]
    assert player.gold() == gold


def test_a_rung_that_is_not_the_next_is_not_claimable() -> None:
    player = Visitor()
    assert player.send(StreakClaim()) == "not_claimable"
    for day in (0, 1):
        player.tick(days=day)
    assert [player.send(StreakClaim(rung=rung)) for rung in (2, 3)] == ["not_claimable"] * 2


def test_a_lost_run_pays_no_more_and_the_next_pays_from_its_first_rung() -> None:
    player = Visitor()
    for day in (0, 1):
        player.tick(days=day)
    player.now += timedelta(days=2)
    assert player.send(StreakClaim()) == "not_claimable"
    player.tick()
    assert player.send(StreakClaim(rung=1)).paid.amount == 100
    assert player.moved() == [("streak", 100, "streak:2/1")]


def test_a_claim_that_would_be_too_much_gold_is_refused() -> None:
    player = Visitor()
    player.tick()
    player.state.root.balances["gold"] = AMOUNT_MAX
    assert player.send(StreakClaim()) == "limit_exceeded"


# --- protection -------------------------------------------------------------------------------------------------------


def test_a_freeze_costs_gold_and_no_more_than_two_are_kept() -> None:
    player = Visitor()
    player.tick()
    gold = player.gold()
    assert [player.send(StreakProtect()).freezes for _ in range(2)] == [1, 2]
    assert player.send(StreakProtect()) == "limit_exceeded"
    assert player.gold() == gold - 1_000
    assert player.moved() == [("streak_freeze", 500, "")] * 2


def test_a_freeze_that_cannot_be_paid_is_refused() -> None:
    player = Visitor()
    player.state.root.balances["gold"] = 499
    assert player.send(StreakProtect()) == "insufficient_gold"
    assert player.shown().freezes == 0


def test_no_freeze_brings_back_a_streak_that_is_lost() -> None:
    player = Visitor()
    player.tick()
    player.now += timedelta(days=2)
    assert player.send(StreakProtect()) == "forbidden"


@pytest.mark.parametrize(("asked", "named"), [("america/new_york", NEW_YORK), ("us/eastern", "US/Eastern")])
def test_a_time_zone_is_known_in_any_case_and_by_its_aliases(asked: str, named: str) -> None:
    assert Visitor().send(StreakZone(time_zone=asked)).time_zone == named


# --- time zones -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "../../etc/passwd", "localtime", "posixrules", "right/UTC", "posix/UTC", "Factory"]
)
def test_an_unknown_time_zone_is_refused_and_changes_nothing(zone: str) -> None:
    player = Visitor()
    before = player.kind.dump(player.state, "streak")
    assert player.send(StreakZone(time_zone=zone)) == "invalid_payload"
    assert player.kind.dump(player.state, "streak") == before


def test_the_zone_changes_once_in_30_days() -> None:
    player = Visitor()
    player.tick()
    assert player.send(StreakZone(time_zone=SEOUL)).time_zone == SEOUL
    assert player.send(StreakZone(time_zone=SEOUL)).time_zone == SEOUL
    player.now += timedelta(days=30, milliseconds=-1)
    assert player.send(StreakZone(time_zone=NEW_YORK)) == "limit_exceeded"
    player.now += timedelta(milliseconds=1)
    assert player.send(StreakZone(time_zone=NEW_YORK)).time_zone == NEW_YORK


@pytest.mark.parametrize("way", [(PAGO, KIRITIMATI), (KIRITIMATI, PAGO), (SEOUL, NEW_YORK), (NEW_YORK, SEOUL)])
def test_a_change_of_the_zone_earns_no_day(way: tuple[str, str]) -> None:
    player = Visitor(way[0])
    player.tick()
    ends_ms = player.shown().next_reset
    assert player.send(StreakZone(time_zone=way[1])).count == 1
    while player.now_ms < ends_ms:
        assert not player.tick(days=1 / 24).counted or player.now_ms >= ends_ms


@pytest.mark.parametrize("way", [(PAGO, KIRITIMATI), (KIRITIMATI, PAGO), (SEOUL, NEW_YORK), (NEW_YORK, SEOUL)])
def test_a_change_of_the_zone_loses_no_run_that_goes_on_the_next_day(way: tuple[str, str]) -> None:
    player = Visitor(way[0])
    player.tick()
    player.send(StreakZone(time_zone=way[1]))
    player.now = datetime.fromtimestamp(player.shown().next_reset / 1000, UTC)
    reply = player.tick()
    assert (reply.counted, reply.count) == (True, 2)


def test_a_zone_chosen_before_any_day_has_counted_is_no_change_yet() -> None:
    player = Visitor()
    for zone in (SEOUL, NEW_YORK):
        assert player.send(StreakZone(time_zone=zone)).time_zone == zone
    assert player.at("2026-11-24T04:59:59").tick().next_reset == player.now_ms + 1_000


@pytest.mark.parametrize("zone", [KIRITIMATI, PAGO, NEW_YORK])
def test_a_run_that_has_ended_stays_ended_whatever_the_zone(zone: str) -> None:
    player = Visitor(SEOUL)
    for day in (0, 1, 1, 1, 1):
        player.tick(days=day)
    player.now += timedelta(days=2)
    assert (player.shown().count, player.send(StreakClaim())) == (0, "not_claimable")
    shown = player.send(StreakZone(time_zone=zone))
    assert (shown.count, shown.claimable, shown.longest) == (0, 0, 5)
    assert [player.send(StreakClaim()), player.send(StreakProtect())] == ["not_claimable", "forbidden"]
    reply = player.tick()
    assert (reply.counted, reply.count, reply.run, reply.ended) == (True, 1, 2, 5)


def test_the_zone_of_an_ended_run_changes_no_more_often_than_any_other() -> None:
    player = Visitor(SEOUL)
    player.tick()
    player.now += timedelta(days=9)
    assert player.send(StreakZone(time_zone=PAGO)).time_zone == PAGO
    assert player.send(StreakZone(time_zone=KIRITIMATI)) == "limit_exceeded"


def test_the_zone_of_the_sign_up_is_the_first_one_and_keeps_no_day_of_another() -> None:
    player = Visitor(SEOUL)
    player.send(StreakZone(time_zone=NEW_YORK), SIGN_UP)
    assert player.state.calendar == NO_CHANGE
    player.send(StreakZone(time_zone=SEOUL))
    assert player.state.calendar.day == date(2026, 11, 22).toordinal()


ACTS = st.lists(
    st.tuples(
        st.integers(0, 60), st.sampled_from(["tick", "tick", "tick", "freeze", "claim", KIRITIMATI, PAGO, SEOUL])
    ),
    max_size=60,
)
"""Hours that pass, and what the player does then."""


@given(ACTS)
def test_days_that_count_follow_each_other_whatever_the_zone_and_each_rung_pays_once(
    acts: list[tuple[int, str]],
) -> None:
    player, ends_ms = Visitor(), 0
    for hours, act in acts:
        player.now += timedelta(hours=hours)
        match act:
            case "tick":
                if player.tick().counted:
                    assert player.now_ms >= ends_ms, "two days overlap"
                    ends_ms = day_end_ms(player.state.streak.day, player.shown().time_zone, 0)
            case "freeze":
                player.send(StreakProtect())
            case "claim":
                player.send(StreakClaim())
            case zone:
                player.send(StreakZone(time_zone=zone))
    streak_facts = [fact for fact in player.facts if isinstance(fact, StreakFact) and fact.once()]
    assert len({(type(fact), fact.once()) for fact in streak_facts}) == len(streak_facts)
    minted = sum(fact.amount for fact in player.facts if isinstance(fact, Transferred) and fact.reason == "opening")
    paid = sum(amount if reason == "streak" else -amount for reason, amount, _ in player.moved())
    assert player.gold() == minted + paid
