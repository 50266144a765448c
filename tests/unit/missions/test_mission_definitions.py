"""What a mission may be: bad ones are refused with what is wrong, and what comes with the program is good."""

import pytest

from actors.areas import GAME_NAMES
from actors.definitions.book import DefinitionRefused, Definitions, Published
from actors.definitions.trial import trial
from actors.games.registry import registered_games
from actors.missions.area import missions_area
from actors.missions.enrolment import Enrolment
from actors.missions.rules import (
    MISSIONS_MAX,
    Listed,
    MissionRefused,
    MissionsRefused,
    Part,
    Roster,
    check_together,
    period_name,
    periods_of,
    read_mission,
)
from actors.money.economy import EconomyConfig
from tests.unit.missions.enrolled import body

BAD = [
    ({"target": -1}, "target"),
    ({"target": 0}, "target"),
    ({"target": 2**53}, "target"),
    ({"kind": "dance"}, "kind"),
    ({"games": ["chess"]}, "there is no game chess"),
    ({"kind": "purchase", "games": ["rps"]}, "games filter rounds"),
    ({"kind": "win_multiplier"}, "needs a multiplier"),
    ({"multiplier": 500}, "needs a multiplier"),
    ({"kind": "win_multiplier", "multiplier": 99}, "multiplier"),
    ({"repeat": "hourly"}, "repeat"),
    ({"reward": []}, "reward"),
    ({"reward": [{"type": "gold", "amount": 0}]}, "amount"),
    ({"reward": [{"type": "chips", "amount": 1}]}, "type"),
    ({"reward": [{"type": "gold", "amount": 1}] * 2}, "name each type of reward once"),
    ({"title": {"en": "only"}}, "ko"),
    ({"starts_at": 2_000, "ends_at": 1_000}, "ends_at must be after starts_at"),
    ({"starts_at": 2_000, "ends_at": 2_000}, "ends_at must be after starts_at"),
    ({"starts_at": -1}, "starts_at"),
    ({"ends_at": 2_000, "claim_ends_at": 1_999}, "claim_ends_at must not be before ends_at"),
    ({"claim_ends_at": 2_000}, "claim_ends_at without ends_at"),
    ({"requires": ["m"]}, "requires names other missions"),
    ({"requires": ["a", "a"]}, "requires names other missions"),
    ({"surprise": 1}, "surprise"),
    ({"id": "m"}, "id"),
]


@pytest.mark.parametrize(("changed", "says"), BAD)
def test_a_bad_mission_is_refused_with_what_is_wrong(changed, says):
    with pytest.raises(MissionRefused, match=says):
        read_mission("m", body(**changed), GAME_NAMES)


@pytest.mark.parametrize("key", ["", "Upper", "a b", "x" * 49, "a\n"])
def test_a_bad_name_is_refused(key):
    with pytest.raises(MissionRefused):
        read_mission(key, body(), GAME_NAMES)


def listed(key, **changed):
    return Listed(key, 1, read_mission(key, body(**changed), GAME_NAMES))


def test_missions_that_require_each_other_are_refused_together():
    with pytest.raises(MissionRefused, match="require each other: a, b, c"):
        check_together([listed("a", requires=["b"]), listed("b", requires=["c"]), listed("c", requires=["a"])])


def test_what_does_not_fit_is_named_so_that_it_alone_is_held_back():
    for missions, ids in (
        ([listed("a", requires=["b"]), listed("b", requires=["a"]), listed("c", requires=["a"])], {"a", "b"}),
        ([listed("a", requires=["nothing"]), listed("b")], {"a"}),
        ([listed(f"m{n}") for n in range(MISSIONS_MAX + 1)], {f"m{n}" for n in range(MISSIONS_MAX + 1)}),
    ):
        with pytest.raises(MissionsRefused) as refused:
            check_together(missions)
        assert set(refused.value.ids) == ids


@pytest.mark.parametrize(
    ("changed", "claims"),
    [
        ({"repeat": "once"}, 1),
        ({"repeat": "daily"}, 31),
        ({"repeat": "weekly"}, 6),
        ({"repeat": "daily", "starts_at": 0, "ends_at": 86_400_000}, 2),
        ({"repeat": "daily", "starts_at": 0, "ends_at": 86_400_000 * 365}, 31),
    ],
)
def test_what_a_mission_gives_is_counted_by_the_claims_of_one_player_in_30_days(changed, claims):
    reward = [{"type": "gold", "amount": 7}, {"type": "gem", "amount": 2**53 - 1}]
    mission = read_mission("m", body(reward=reward, **changed), GAME_NAMES)
    assert missions_area(GAME_NAMES).gives(mission) == {"gold": 7 * claims, "gem": 2**53 - 1}


def test_a_prerequisite_that_is_not_there_is_refused():
    with pytest.raises(MissionRefused, match="requires nothing, which there is not"):
        check_together([listed("a", requires=["nothing"])])


def test_more_missions_than_a_round_may_count_are_refused_until_some_are_closed():
    missions = [listed(f"m{n}") for n in range(MISSIONS_MAX + 1)]
    with pytest.raises(MissionRefused, match="close some"):
        check_together(missions)
    check_together([*missions[1:], missions[0]._replace(closed=True)])


def test_a_refused_mission_leaves_all_as_it_was():
    definitions = Definitions([missions_area(GAME_NAMES)])
    before = dict(definitions.area("missions"))
    with pytest.raises(DefinitionRefused, match="contradictory"):
        trial(definitions, [Published("missions", "m", 1, body(starts_at=2, ends_at=1))], 0, ())
    definitions.replace(definitions.prepare([Published("missions", "m", 1, body(target=-1))]), 0)
    assert [each.id for each in definitions.refused] == ["m"]
    assert dict(definitions.area("missions")) == before


def test_what_comes_with_the_program_has_a_short_mission_of_any_game_for_gold():
    found = [each.body for each in Definitions([missions_area(GAME_NAMES)]).area("missions").values()]
    assert any(
        each.kind == "play"
        and not each.games
        and each.target <= 50
        and each.reward[0].type == "gold"
        and each.open_at(0)
        for each in found
    )
    assert {each.kind for each in found} >= {"play", "win", "wager", "win_multiplier", "purchase", "streak"}


def test_a_filter_can_name_every_game():
    assert {each.name for each in registered_games(EconomyConfig())} | {"crash"} == GAME_NAMES


def test_a_week_begins_on_monday():
    monday = 739_943
    assert period_name(monday) == "2026-11-23"
    assert [periods_of(monday + n)["weekly"] - monday for n in range(-1, 8)] == [-7, *[0] * 7, 7]
    assert (periods_of(monday)["daily"], periods_of(monday)["once"], period_name(0)) == (monday, 0, "once")


def test_a_mission_is_open_from_its_start_until_before_its_end():
    mission = read_mission("m", body(starts_at=10, ends_at=20, claim_ends_at=30), GAME_NAMES)
    assert [mission.open_at(at) for at in (9, 10, 19, 20)] == [False, True, True, False]
    assert [mission.claimable_at(at) for at in (9, 10, 29, 30)] == [False, True, True, False]
    assert read_mission("m", body(ends_at=20), GAME_NAMES).claimable_at(20) is False


def test_the_oldest_that_are_not_in_use_are_forgotten_first():
    roster = Roster([listed("used"), listed("shut")._replace(closed=True)])
    parts = {"used": Part(), "gone": Part(), "shut": Part(), **{f"m{n}": Part() for n in range(508)}}
    assert Enrolment(parts).forgettable(1, roster) == ()
    assert Enrolment(parts).forgettable(3, roster) == ("gone", "shut")
