"""The version that a player was shown of what is played goes with each round, until a refusal names another."""

import pytest

from pitboss_client.solo.shown import note_conflict, with_shown_version

PLAY = {"choice": "rock", "bet": 20}
SPIN, PULL = {"machine": "classic", "bet": 20}, {"banner": "standard", "count": 1}


@pytest.fixture
def state():
    return {
        "games": {
            "slot": {"machines": {"classic": {"version": 3}}},
            "gacha": {"banners": {"standard": {"version": 5}}},
            "rps": {"version": 4, "win_cents": 195},
        }
    }


@pytest.mark.parametrize(
    ("command", "payload", "version"), [("slot.spin", SPIN, 3), ("gacha.pull", PULL, 5), ("rps.play", PLAY, 4)]
)
def test_a_round_carries_the_version_that_the_snapshot_shows_and_then_the_one_that_a_refusal_named(
    state, command, payload, version
):
    assert with_shown_version(state, command, payload) == {**payload, "version": version}
    note_conflict(state, command, payload, {"version": 9})
    assert with_shown_version(state, command, payload) == {**payload, "version": 9}


def test_a_version_that_the_caller_chose_stays(state):
    assert with_shown_version(state, "slot.spin", {**SPIN, "version": 1})["version"] == 1


@pytest.mark.parametrize(
    ("command", "payload"), [("dice.roll", {"bet": 1}), ("slot.spin", {"machine": "unknown", "bet": 1})]
)
def test_what_was_not_shown_goes_as_it_is(state, command, payload):
    assert with_shown_version(state, command, payload) == payload
    note_conflict(state, command, payload, {"version": 9})
    assert with_shown_version(state, command, payload) == payload
    assert with_shown_version({}, command, payload) == payload
