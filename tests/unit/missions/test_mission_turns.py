"""AttachReply, counting and claiming, as turns of the user entity."""

import msgspec
import pytest

from actors.games.facts import RoundPlayed
from actors.missions import turns
from actors.missions.facts import MissionsMoved
from actors.missions.messages import EventClaimed, EventProgress, EventState
from actors.missions.rules import PARTS_MAX, Part
from actors.missions.view import SINGLE_PUSHES_MAX
from actors.money.amounts import AMOUNT_MAX
from actors.money.transfers import Transferred
from actors.player.feature import Context
from actors.rewards.facts import RewardIssued
from actors.rewards.messages import RewardGranted
from actors.runtime.entity import Decision, Incoming
from actors.runtime.entropy import SeededEntropy
from actors.runtime.facts import Recorded
from actors.runtime.payloads import Noted
from actors.shop.facts import PurchaseChanged
from actors.staff.messages import Act
from actors.standing.messages import UserBan
from actors.streak.messages import StreakTick, StreakZone
from actors.streak.turns import SIGN_UP
from actors.user.messages import Profile, StatsUpdate, UserOpen
from tests.unit.missions.enrolled import DAY_MS, NOON_MS, Enrolled, body


def state(progress, *, can_claim=False, claimed=False, event_id="m", target=3):
    return EventState(
        event_id=event_id, progress=progress, target=target, joined=True, can_claim=can_claim, claimed=claimed
    )


def progress(*args, **kwargs):
    return EventProgress(**msgspec.structs.asdict(state(*args, **kwargs)))


# --- joining ----------------------------------------------------------------------------------------------------------


def test_joining_tells_the_state_and_is_recorded():
    player = Enrolled({"m": body()})
    assert player.shown("m") == (0, False, False, False)
    assert player.join("m") == state(0)
    assert player.pushed == [progress(0)]
    assert player.steps() == [("m", "joined", 1)]


def test_joining_again_changes_nothing():
    player = Enrolled({"m": body()})
    player.join("m")
    player.play()
    facts = len(player.facts)
    assert player.join("m") == state(1)
    assert (player.pushed, len(player.facts)) == ([], facts)


@pytest.mark.parametrize(
    ("missions", "code"),
    [
        ({}, "not_found"),
        ({"m": body(starts_at=NOON_MS + 1)}, "item_inactive"),
        ({"m": body(ends_at=NOON_MS)}, "item_inactive"),
        ({"other": body(), "m": body(requires=["other"])}, "forbidden"),
    ],
)
def test_what_cannot_be_joined_is_refused_and_changes_nothing(missions, code):
    player = Enrolled(missions)
    before = player.kind.dump(player.state, "missions")
    assert player.join("m") == code
    assert player.kind.dump(player.state, "missions") == before


def test_a_closed_mission_can_be_joined_no_more():
    player = Enrolled({"m": body()})
    player.publish("m", body(), closed=True)
    assert player.join("m") == "item_inactive"
    assert "m" not in player.active()


def test_a_prerequisite_that_was_claimed_lets_join():
    player = Enrolled({"first": body(target=1), "m": body(requires=["first"])})
    player.join("first")
    player.play()
    assert player.join("m") == "forbidden"
    player.claim("first")
    assert player.join("m") == state(0)


def test_who_is_banned_neither_joins_nor_claims():
    player = Enrolled({"m": body(target=1)})
    player.join("m")
    player.play()
    act = Act("a", "ADMIN", "r", "", "cheated")
    player.send(UserBan(act=act, until=None), "admin")
    assert (player.join("m"), player.claim("m")) == ("forbidden", "forbidden")


# --- counting ---------------------------------------------------------------------------------------------------------


def test_nothing_is_counted_for_a_player_whom_no_mission_concerns(monkeypatch):
    def asked(*_):
        raise AssertionError("there is nothing to count")

    player = Enrolled({"m": body()})
    with monkeypatch.context() as patched:
        patched.setattr(turns, "_count", asked)
        player.play()
        player.publish("all", body(auto_join=True), closed=True)
        player.play()
    player.publish("all", body(auto_join=True))
    player.play()
    assert player.shown("all") == (1, True, False, False)


def test_a_round_before_joining_does_not_count():
    player = Enrolled({"m": body()})
    player.play(2)
    player.join("m")
    player.play()
    assert player.shown("m") == (1, True, False, False)


def test_what_counts_is_decided_in_the_turn_of_its_source():
    player = Enrolled({"m": body()})
    player.join("m")
    player.play()
    *_, played, moved, step = player.facts
    assert isinstance(played, RoundPlayed)
    assert moved == MissionsMoved(parts={"m": Part(0, 1, 1)}, pushes=(progress(1),))
    assert (step.step, step.source, step.version) == ("counted", "rps", 1)
    assert [type(each) for each in player.pushed] == [Profile, StatsUpdate, EventProgress]


def test_every_kind_counts_its_own():
    kinds = {
        "play": body(target=999),
        "win": body(target=999, kind="win"),
        "wager": body(target=9_999, kind="wager"),
        "high": body(target=999, kind="win_multiplier", multiplier=195),
        "higher": body(target=999, kind="win_multiplier", multiplier=196),
        "slot": body(target=999, games=["slot"]),
        "rps": body(target=999, games=["slot", "rps"]),
    }
    player = Enrolled(kinds)
    for key in kinds:
        player.join(key)
    player.play(30, bet=40)
    wins = sum(each.won is True for each in player.rounds())
    assert 0 < wins < 30
    counted = {key: each.progress for key, each in player.active().items()}
    assert counted == {"play": 30, "win": wins, "wager": 1_200, "high": wins, "higher": 0, "slot": 0, "rps": 30}


def test_a_purchase_that_succeeds_counts_once():
    player = Enrolled({"m": body(kind="purchase", target=2)})
    player.join("m")
    bought = {"product_id": "p", "quantity": 3, "created_at": 1, "at": 2}
    for n, status in enumerate(("pending", "success", "success", "failed", "refunded")):
        fact = PurchaseChanged(**bought, purchase_id=f"{n:032x}", status=status)
        decision = player.kind.with_reactions(
            player.state,
            Decision(Noted(), (fact,)),
            Context(Incoming("c", "system", "0" * 32, Noted()), "0" * 32, player.now_ms, SeededEntropy()),
        )
        for each in decision.facts[1:]:
            player.kind.apply(player.state, each)
    assert player.shown("m") == (2, True, True, False)


def test_nothing_counts_outside_its_window():
    player = Enrolled({"m": body(target=99, starts_at=NOON_MS, ends_at=NOON_MS + 10, claim_ends_at=NOON_MS + 20)})
    player.join("m")
    player.play()
    player.now_ms += 9
    player.play()
    player.now_ms += 1
    player.play()
    assert player.state.missions.parts["m"].progress == 2


def test_what_was_reached_is_told_once_and_goes_on_counting_unseen():
    player = Enrolled({"m": body(target=2)})
    player.join("m")
    player.play(2)
    assert player.told() == [progress(2, can_claim=True, target=2)]
    player.play()
    assert player.told() == []
    assert player.shown("m") == (2, True, True, False)
    assert player.steps() == [("m", "joined", 1), ("m", "counted", 1), ("m", "reached", 1)]


def test_a_mission_is_joined_by_itself_by_what_it_counts():
    player = Enrolled(
        {"first": body(target=1), "m": body(auto_join=True), "n": body(auto_join=True, requires=["first"])}
    )
    assert player.shown("m") == (0, True, False, False)
    assert player.shown("n") == (0, False, False, False)
    player.play()
    assert player.told() == [progress(1)]
    assert player.steps() == [("m", "joined", 1)]
    assert player.shown("n") == (0, False, False, False)


def test_many_that_move_together_share_one_message():
    missions = {f"m{n}": body() for n in range(SINGLE_PUSHES_MAX + 1)}
    player = Enrolled({**missions, "still": body(games=["slot"]), "apart": body()})
    for key in (*missions, "still"):
        player.join(key)
    player.play()
    (told,) = player.told()
    assert told.event_id == "m0"
    assert told.more == [state(1, event_id=key) for key in list(missions)[1:]]


def test_a_turn_without_a_source_is_left_alone():
    player = Enrolled({"m": body(auto_join=True)})
    decision = player.send(UserOpen(), "system")
    assert isinstance(decision, Decision)
    assert decision.facts == ()


def test_a_new_version_counts_on_from_where_the_old_one_was():
    player = Enrolled({"m": body(target=5)})
    player.join("m")
    player.play(2)
    player.publish("m", body(target=3))
    assert player.shown("m") == (2, True, False, False)
    player.play()
    assert player.shown("m") == (3, True, True, False)
    player.publish("m", body(target=9))
    assert player.shown("m") == (3, True, False, False)
    player.play()
    assert player.shown("m") == (4, True, False, False)
    assert player.steps() == [
        ("m", "joined", 1),
        ("m", "counted", 1),
        ("m", "counted", 2),
        ("m", "reached", 2),
        ("m", "counted", 3),
    ]


def test_what_was_counted_above_the_target_is_there_when_the_target_rises():
    player = Enrolled({"m": body(target=1)})
    player.join("m")
    player.play(4)
    player.publish("m", body(target=4))
    assert player.shown("m") == (4, True, True, False)


def test_what_is_remembered_is_bounded():
    player = Enrolled({"m": body()})
    player.state.missions.parts.update({f"old{n}": Part(0, 1, 1, True, 1) for n in range(PARTS_MAX)})
    player.join("m")
    assert len(player.state.missions.parts) == PARTS_MAX
    assert "old0" not in player.state.missions.parts
    assert "m" in player.state.missions.parts


# --- repeats ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("repeat", "days"), [("daily", 1), ("weekly", 7)])
def test_a_new_period_begins_with_nothing_and_can_be_claimed_again(repeat, days):
    player = Enrolled({"m": body(target=1, repeat=repeat)})
    player.join("m")
    player.play()
    player.claim("m")
    player.play()
    assert player.shown("m") == (1, True, False, True)
    player.now_ms += days * DAY_MS
    assert player.shown("m") == (0, True, False, False)
    assert player.claim("m") == "not_claimable"
    player.play()
    player.claim("m")
    assert [each.columns()["period"] for each in player.claims()] == [
        "2026-11-23",
        {"daily": "2026-11-24", "weekly": "2026-11-30"}[repeat],
    ]
    assert len({each.once() for each in player.claims()}) == 2


def test_the_day_changes_at_midnight_of_the_player():
    player = Enrolled({"m": body(repeat="daily")})
    player.join("m")
    player.play()
    player.now_ms = NOON_MS + DAY_MS // 2 - 1
    assert player.shown("m")[0] == 1
    player.now_ms += 1
    assert player.shown("m")[0] == 0


def test_a_clock_that_goes_back_begins_no_period():
    player = Enrolled({"m": body(target=1, repeat="daily")})
    player.join("m")
    player.play()
    player.claim("m")
    player.now_ms -= DAY_MS
    player.play()
    assert player.claim("m") == "already_claimed"


# --- claiming ---------------------------------------------------------------------------------------------------------


def test_a_claim_pays_with_its_transfers_in_the_same_turn():
    reward = [{"type": "gold", "amount": 50}, {"type": "shard", "amount": 7}]
    player = Enrolled({"m": body(target=1, reward=reward)})
    player.join("m")
    player.play()
    gold, before = player.state.root.balances["gold"], len(player.facts)
    claimed = player.claim("m")
    assert isinstance(claimed, EventClaimed)
    assert (claimed.progress, claimed.claimed, claimed.can_claim, claimed.gold) == (1, True, False, gold + 50)
    facts = player.facts[before:]
    moved = [
        (each.debit, each.credit, each.currency, each.amount, each.reason)
        for each in facts
        if isinstance(each, Transferred)
    ]
    assert moved == [
        ("house:rewards", "user:u1", kind, amount, "mission") for kind, amount in (("gold", 50), ("shard", 7))
    ]
    issued = [(each.grant_id, each.amount, each.source) for each in facts if isinstance(each, RewardIssued)]
    assert issued == [(each.grant_id, each.amount, "event:m") for each in claimed.grants]
    assert player.state.root.balances["shard"] == 7
    assert [type(each) for each in player.pushed] == [Profile, EventProgress, RewardGranted, RewardGranted]
    assert player.told() == [progress(1, claimed=True, target=1)]
    (recorded,) = player.claims()
    assert isinstance(recorded, Recorded)
    assert recorded.once() == "m:once"
    assert recorded.columns() == {
        "mission_id": "m",
        "version": 1,
        "period": "once",
        "progress": 1,
        "target": 1,
        "reward": reward,
    }


def test_a_second_claim_is_refused():
    player = Enrolled({"m": body(target=1)})
    player.join("m")
    player.play()
    player.claim("m")
    gold = player.state.root.balances["gold"]
    assert player.claim("m") == "already_claimed"
    assert player.state.root.balances["gold"] == gold


@pytest.mark.parametrize(
    ("mission", "rounds", "later_ms", "code"),
    [
        (body(), 2, 0, "not_claimable"),
        (body(ends_at=NOON_MS + 10), 3, 10, "not_claimable"),
        (body(ends_at=NOON_MS + 10, claim_ends_at=NOON_MS + 20), 3, 20, "not_claimable"),
        (body(reward=[{"type": "gold", "amount": AMOUNT_MAX}]), 3, 0, "limit_exceeded"),
    ],
)
def test_what_cannot_be_claimed_is_refused_and_changes_nothing(mission, rounds, later_ms, code):
    player = Enrolled({"m": mission})
    player.join("m")
    player.play(rounds)
    player.now_ms += later_ms
    before = {part: player.kind.dump(player.state, part) for part in player.kind.parts}
    assert player.claim("m") == code
    assert {part: player.kind.dump(player.state, part) for part in player.kind.parts} == before


def test_a_claim_of_nothing_known_or_joined_is_refused():
    player = Enrolled({"m": body()})
    assert (player.claim("x"), player.claim("m")) == ("not_found", "not_claimable")


def test_what_was_reached_can_be_claimed_after_the_end_until_claims_end():
    player = Enrolled({"m": body(target=1, ends_at=NOON_MS + 10, claim_ends_at=NOON_MS + 20)})
    player.join("m")
    player.play()
    player.now_ms += 19
    assert player.shown("m") == (1, True, True, False)
    assert isinstance(player.claim("m"), EventClaimed)
    assert "m" not in player.active()


def test_what_was_reached_can_be_claimed_after_staff_closed_the_mission():
    player = Enrolled({"m": body(target=1), "n": body(target=2)})
    player.join("m")
    player.join("n")
    player.play()
    player.publish("m", body(target=1), closed=True)
    player.publish("n", body(target=2), closed=True)
    player.play()
    assert set(player.active()) == {"m"}
    assert isinstance(player.claim("m"), EventClaimed)


def test_the_snapshot_shows_the_same_as_the_list():
    player = Enrolled({"m": body(), "n": body(starts_at=NOON_MS + 1)})
    player.join("m")
    player.play()
    snapshot = player.kind.snapshot(player.state, player.now_ms)
    assert snapshot.events == [state(1)]


# --- with the streak --------------------------------------------------------------------------------------------------


def test_the_days_of_the_streak_count_from_where_it_stands():
    player = Enrolled({"m": body(kind="streak", target=3)})
    player.send(StreakTick())
    player.join("m")
    for _ in range(2):
        player.now_ms += DAY_MS
        player.send(StreakTick())
    assert player.shown("m") == (3, True, True, False)
    assert [each[1] for each in player.steps()] == ["joined", "counted", "reached"]


def test_a_streak_that_breaks_takes_no_progress_away():
    player = Enrolled({"m": body(kind="streak", target=5)})
    player.join("m")
    for days in (1, 1, 9):
        player.now_ms += days * DAY_MS
        player.send(StreakTick())
    assert player.shown("m")[0] == 2


def test_the_day_of_a_mission_is_that_of_the_players_time_zone():
    player = Enrolled({"m": body(repeat="daily")})
    player.send(StreakZone(time_zone="America/New_York"), SIGN_UP)
    player.join("m")
    player.play()
    player.now_ms = NOON_MS + DAY_MS * 2 // 24 - 1
    assert player.shown("m")[0] == 1
    player.now_ms += 1
    assert player.shown("m")[0] == 0
