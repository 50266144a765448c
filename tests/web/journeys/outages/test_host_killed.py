"""A host is killed under the curve: the round goes on or is void, and each bet comes to what the database says."""

import os
import signal

import pytest

from tests.web.journeys.crash import STAKE, CrashTable
from tests.web.journeys.player import Player
from tests.web.journeys.stage import Entrance, Stage

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(600)]
TARGET, WINS = "1.50", 150


def pid_of_host(stage: Stage, kind: str, key: str) -> int:
    """Return the process of the host that has this entity."""
    name, hosts = stage.books.host_of(kind, key), stage.platform.status()["hosts"]
    return next(host["pid"] for host in hosts if host["name"] == name)


def came_back(player: Player) -> int:
    """What the database has of the player's last bet: its payout, or the stake of a void round."""
    refunds = player.books.refunds(player.user_id)
    crash = [each.payout for each in player.books.rounds(player.user_id)]
    return refunds[-1] if refunds else crash[-1]


@pytest.mark.parametrize("whose", ["table", "player"])
def test_a_bet_outlives_the_host_that_is_killed_under_the_curve(join: Entrance, stage: Stage, whose: str):
    player = join(f"host{whose}")
    table = CrashTable(player)
    kind, key = ("crash", "main") if whose == "table" else ("user", player.user_id)
    bets, pid, before = 1, pid_of_host(stage, kind, key), player.sees_gold()
    while not table.carries_bet(auto=TARGET):
        bets, before = bets + 1, player.sees_gold()
    os.kill(pid, signal.SIGKILL)
    won = table.is_over()
    assert player.sees_gold() == before - STAKE + came_back(player)
    assert won is (came_back(player) == WINS)
    assert player.books.stakes(player.user_id) == [STAKE] * bets
    player.was_not_reloaded()
