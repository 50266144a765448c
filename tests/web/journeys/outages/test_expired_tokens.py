"""Access tokens run out while a player plays: the app shows the next one on the open socket, and nobody notices."""

import pytest

from tests.web.journeys.stage import Entrance

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(300)]
ACCESS_TTL_S = 12
LIVES = 3


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    return {"PITBOSS_ACCESS_TTL_S": str(ACCESS_TTL_S)}


def test_play_goes_on_over_the_same_socket_while_tokens_run_out(join: Entrance):
    player = join("expires")
    player.goes_to("/rps")
    rounds = 0
    while len(player.refreshes()) < LIVES:
        player.plays()
        rounds += 1
        player.page.wait_for_function("([end]) => Date.now() > end", arg=[player.page.evaluate("Date.now()") + 1_000])
    assert player.sockets == 1
    assert len(player.books.rounds(player.user_id)) == rounds
    player.was_not_reloaded()
