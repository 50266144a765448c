"""Freezes that staff give: for days to come, as bought ones are."""

from datetime import timedelta

import pytest

from actors.staff.messages import Act
from actors.streak.messages import StreakClaim, UserFreezeGrant
from tests.unit.streak.test_user_streak import Visitor

ACT = Act(actor="adm", role="ADMIN", request_id="r1", address="10.0.0.1", reason="sorry")


@pytest.mark.parametrize("days", [2, 3])
def test_no_freeze_that_staff_give_brings_back_a_streak_that_is_lost(days: int) -> None:
    player = Visitor()
    for _ in range(4):
        player.tick()
        player.now += timedelta(days=1)
    player.now += timedelta(days=days - 1)
    assert (player.shown().count, player.shown().claimable) == (0, 0)
    assert player.send(UserFreezeGrant(act=ACT, order_id="o1", count=2), "admin").freezes == 2
    assert (player.shown().count, player.shown().claimable, player.shown().freezes) == (0, 0, 2)
    assert player.send(StreakClaim()) == "not_claimable"
    counted = player.tick()
    assert (counted.count, counted.run, counted.ended, counted.freezes) == (1, 2, 4, 2)


def test_a_freeze_that_staff_give_in_time_saves_a_run_as_a_bought_one_does() -> None:
    player = Visitor()
    player.tick()
    player.send(UserFreezeGrant(act=ACT, order_id="o1", count=1), "admin")
    player.now += timedelta(days=2)
    assert (player.tick().count, player.shown().freezes) == (2, 0)
