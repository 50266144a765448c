"""The gateway is killed while a player plays: the app waits for the next one, and goes on where it was."""

import os
import signal

import pytest

from tests.web.journeys.player import REQUEST_FAILED, SOCKET_FAILED
from tests.web.journeys.stage import Entrance, Stage

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(300)]
STAKE = 100
BACK_WITHIN_MS = 90_000


def kill_gateway(stage: Stage) -> None:
    (gateway,) = stage.platform.status()["gateways"]
    os.kill(gateway["pid"], signal.SIGKILL)


@pytest.mark.parametrize("again", range(2))
def test_a_hand_that_is_played_while_the_gateway_is_dead_is_played_once(join: Entrance, stage: Stage, again: int):
    player = join(f"gateway{again}")
    player.visitor.expects(SOCKET_FAILED)
    player.visitor.expects(REQUEST_FAILED)
    player.goes_to("/rps")
    before = player.plays()
    kill_gateway(stage)
    player.is_away()
    player.picks("Rock")
    player.expects_gold(before - STAKE)
    player.is_connected(within_ms=BACK_WITHIN_MS)
    player.hears("Back online")
    player.has_result()
    player.sees_gold()
    assert len(player.books.rounds(player.user_id)) == 2
    player.plays()
    player.was_not_reloaded()
