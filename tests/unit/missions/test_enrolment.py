"""What a player's missions remember: claims for ever, and the unit that progress was counted in."""

import pytest

from actors.missions.rules import PARTS_MAX, Part
from actors.streak.messages import StreakZone
from tests.unit.missions.enrolled import DAY_MS, NOON_MS, Enrolled, body

SUNDAY_EVENING_MS = NOON_MS - DAY_MS * 13 // 24
"""In Seoul, an hour before a new day and a new week."""


def claimed_long_ago(missions, **changed):
    """A player whose part in `m`, claimed once, had to give way to others when the mission was closed."""
    player = Enrolled({"m": body(target=1, **changed), **missions})
    player.join("m")
    player.play()
    player.claim("m")
    player.publish("m", body(target=1, **changed), closed=True)
    player.state.missions.parts.update({f"old{n}": Part(0, 1, 1, True, 1) for n in range(PARTS_MAX - 1)})
    player.publish("more", body())
    player.join("more")
    assert "m" not in player.state.missions.parts
    return player


@pytest.mark.parametrize("auto_join", [True, False])
def test_a_mission_that_was_claimed_is_claimed_for_ever_however_many_came_after_it(auto_join):
    player = claimed_long_ago({}, auto_join=auto_join)
    player.publish("m", body(target=1, auto_join=auto_join))
    player.play()
    assert player.shown("m") == (0, True, False, True)
    assert player.join("m").claimed
    assert player.claim("m") == "already_claimed"
    assert len(player.claims()) == 1


def test_a_daily_mission_that_was_forgotten_goes_on_with_the_next_day():
    player = claimed_long_ago({}, repeat="daily")
    player.publish("m", body(target=1, repeat="daily"))
    player.play()
    assert player.claim("m") == "already_claimed"
    player.now_ms += DAY_MS
    player.play()
    assert player.claim("m").claimed
    assert [each.claims for key, each in player.state.missions.parts.items() if key == "m"] == [2]
    assert "m" not in player.state.mission_records.done


def test_what_was_claimed_and_forgotten_still_meets_what_requires_it():
    player = claimed_long_ago({"next": body(requires=["m"])})
    assert player.join("next").joined


def test_what_was_never_claimed_leaves_nothing_behind():
    player = Enrolled({"m": body()})
    player.state.missions.parts.update({f"old{n}": Part(0, 1, 1) for n in range(PARTS_MAX)})
    player.join("m")
    assert player.state.mission_records.done == {}
    assert player.state.mission_records.kinds == {"m": "play"}


# --- the unit of progress ---------------------------------------------------------------------------------------------


def test_progress_of_another_kind_is_none_of_this_one():
    player = Enrolled({"m": body(kind="wager", target=1_000, auto_join=True)})
    player.play(bet=50)
    player.publish("m", body(kind="play", target=50, auto_join=True))
    assert player.shown("m") == (0, True, False, False)
    assert player.claim("m") == "not_claimable"
    player.play(2)
    assert player.shown("m")[0] == 2
    assert player.state.mission_records.kinds == {"m": "play"}


def test_a_claim_stands_though_the_kind_changes_after_it():
    player = Enrolled({"m": body(target=1)})
    player.join("m")
    player.play()
    player.claim("m")
    player.publish("m", body(kind="wager", target=1))
    player.play()
    assert player.claim("m") == "already_claimed"


def test_a_change_of_all_but_the_kind_keeps_the_progress():
    player = Enrolled({"m": body(target=5)})
    player.join("m")
    player.play(2)
    player.publish("m", body(target=4, games=["rps"]))
    player.play()
    assert player.shown("m")[0] == 3


def test_progress_whose_kind_was_never_noted_goes_on():
    """It was counted by an earlier release."""
    player = Enrolled({"m": body(target=5)})
    player.join("m")
    player.play(2)
    player.state.mission_records.kinds.clear()
    player.play()
    assert player.shown("m")[0] == 3
    assert player.state.mission_records.kinds == {"m": "play"}


# --- periods and time zones -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("repeat", ["daily", "weekly"])
def test_no_change_of_the_zone_gives_a_second_claim_at_the_same_instant(repeat):
    player = Enrolled({"m": body(target=1, repeat=repeat)})
    player.now_ms = SUNDAY_EVENING_MS
    player.join("m")
    player.play()
    assert player.claim("m").claimed
    for zone in ("Pacific/Pago_Pago", "Asia/Seoul", "Pacific/Kiritimati"):
        player.send(StreakZone(time_zone=zone))
        player.play()
        assert player.claim("m") == "already_claimed"
    assert len(player.claims()) == 1


def test_after_a_change_of_the_zone_the_next_day_is_there_when_the_old_one_has_ended():
    player = Enrolled({"m": body(target=1, repeat="daily")})
    player.join("m")
    player.play()
    player.claim("m")
    player.send(StreakZone(time_zone="Pacific/Kiritimati"))
    player.now_ms = NOON_MS + DAY_MS // 2
    player.play()
    assert player.claim("m").claimed
    assert [each.columns()["period"] for each in player.claims()] == ["2026-11-23", "2026-11-24"]
