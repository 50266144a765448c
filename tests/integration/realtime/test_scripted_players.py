"""`pitboss play --game crash` and `pitboss players` against a real cluster whose rounds are short."""

import io
import signal
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from rich.console import Console

from actors.crash.rules.config import TableConfig
from cluster.cli.play.crash import play_crash
from cluster.cli.play.moves import CRASH, MOVES
from cluster.cli.play.options import Choice, PlayOptions
from cluster.cli.play.terminal import play
from cluster.cli.players import crew
from cluster.cli.players.crew import play_all
from cluster.cli.players.options import CrewOptions
from cluster.cli.players.strategies import STRATEGIES
from cluster.verification.run import verify
from pitboss_client.account import Account
from pitboss_client.errors import PlayerError
from pitboss_client.reconnection import BackOff
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG
from tests.integration.realtime.short_rounds import CHAIN_LENGTH, short_rounds_cluster

pytestmark = pytest.mark.asyncio(loop_scope="module")

TABLE = TableConfig(betting_ms=2_000, ended_ms=200, chain_length=CHAIN_LENGTH)
AT_ONCE = BackOff(first_ms=1, max_ms=1)
EVENING_S = 15.0
ROUNDS_COLUMN, RECONNECTS_COLUMN = 2, 5


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    async with short_rounds_cluster(module_database_url, TABLE, hosts=2, sign_ups_per_address_max=100) as running:
        yield running


def recorded(*, terminal: bool = False) -> tuple[Console, io.StringIO]:
    text = io.StringIO()
    return Console(file=text, width=200, force_terminal=terminal, highlight=False), text


def options(cluster: Cluster, **others) -> PlayOptions:
    return PlayOptions(cluster.url, 2, 100, Choice.RANDOM, game=CRASH, **others)


async def played(cluster: Cluster, console: Console, asked: PlayOptions, name: str) -> bool:
    account = Account(cluster.url, name, "correct horse battery")
    try:
        await account.enter()
        return await play_crash(account, asked, console, AT_ONCE)
    finally:
        await account.close()


@pytest.mark.parametrize("game", ["rps", "slot", CRASH])
async def test_a_bet_that_is_too_small_is_explained_once_and_no_success(cluster: Cluster, game: str):
    console, text = recorded()
    assert not await play(replace(options(cluster), bet=5, game=game), console)
    assert text.getvalue().count("--bet is 20 to 1,000,000 gold here") == 1


async def test_rounds_of_crash_are_played_and_proved(cluster: Cluster):
    console, text = recorded()
    assert await played(cluster, console, options(cluster, auto_cashout=105), "kim")
    told = text.getvalue()
    assert "2 rounds played, 2 proved; staked 200" in told
    assert told.count("proved: ") == 2
    assert "takes bets, committed to" in told


async def test_a_player_who_loses_the_connection_in_a_round_resumes_and_sees_its_end(cluster: Cluster):
    console, text = recorded()
    assert await played(cluster, console, options(cluster, auto_cashout=105, drop=True), "lee")
    told = text.getvalue()
    assert told.index("connection cut") < told.index("resumed") < told.index("rounds played, 2 proved")


async def test_in_a_terminal_the_table_is_drawn(cluster: Cluster):
    console, text = recorded(terminal=True)
    asked = replace(options(cluster, auto_cashout=0), rounds=1)
    assert await played(cluster, console, asked, "min")
    told = text.getvalue()
    assert "•" in told
    assert "my bet: 100" in told
    assert "lost 100" in told


async def test_at_an_unknown_table_the_player_says_so(cluster: Cluster):
    console, _ = recorded()
    with pytest.raises(PlayerError, match="the table nowhere cannot be joined: not_found"):
        await played(cluster, console, options(cluster, table="nowhere"), "noh")


async def test_a_stake_that_is_refused_ends_the_play(cluster: Cluster):
    console, text = recorded()
    asked = replace(options(cluster), bet=10)
    assert not await played(cluster, console, asked, "cho")
    assert "refused invalid_payload" in text.getvalue()


@pytest.mark.parametrize("game", MOVES)
async def test_solo_games_are_played_over_a_cut(cluster: Cluster, game: str):
    console, text = recorded()
    assert await play(replace(options(cluster, drop=True), game=game), console)
    assert "a round over HTTP meanwhile" in text.getvalue()
    assert "2 rounds answered" in text.getvalue()


async def test_scripted_players_account_for_every_piece_of_gold(cluster: Cluster, module_database_url: str):
    console, text = recorded()
    asked = CrewOptions(cluster.url, len(STRATEGIES) + 1, EVENING_S, seed=7)
    assert await play_all(asked, console, AT_ONCE), text.getvalue()
    lines = [line.split() for line in text.getvalue().splitlines() if line.strip()]
    rows = {line[0]: line for line in lines if line[0] in {*STRATEGIES, "all"}}
    assert rows.keys() == {*STRATEGIES, "all"}
    for name in ("cautious", "wanderer", "martingale", "spinner"):
        assert int(rows[name][ROUNDS_COLUMN]) > 0, name
    assert int(rows["wanderer"][RECONNECTS_COLUMN]) > 0
    assert "round_closed" in " ".join(rows["late"])
    assert "every player's gold adds up" in text.getvalue()
    report = await verify(module_database_url)
    assert not [check for check in report.checks if check.violations]


async def test_where_too_many_sign_up_the_setting_to_raise_is_named(database_url: str):
    console, _ = recorded()
    async with running_cluster(database_url, config=replace(CONFIG, sign_ups_per_address_max=2)) as strict:
        with pytest.raises(PlayerError, match="PITBOSS_VELOCITY__SIGNUPS_PER_ADDRESS_PER_H=3 or more"):
            await play_all(CrewOptions(strict.url, 3, 1.0, seed=7), console)


async def test_sign_ups_that_may_be_tried_again_soon_are_waited_for(database_url: str):
    console, text = recorded()
    config = replace(CONFIG, sign_ups_per_address_max=2, sign_up_window_s=1)
    async with running_cluster(database_url, config=config) as strict:
        # Without tables the players of crash cannot play, which is told as what it is.
        assert not await play_all(CrewOptions(strict.url, 3, 0.5, seed=7), console)
    assert "the server asks for patience" in text.getvalue()
    assert "the table main cannot be joined" in text.getvalue()


class Interrupting(io.StringIO):
    """Presses Ctrl-C when a line says so, so many times in all."""

    def __init__(self, presses: dict[str, int]) -> None:
        super().__init__()
        self._presses = presses

    def write(self, text: str) -> int:
        for said in [each for each in self._presses if each in text]:
            for _ in range(self._presses.pop(said)):
                signal.raise_signal(signal.SIGINT)
        return super().write(text)


async def test_an_interrupt_ends_the_evening_with_its_summary(cluster: Cluster, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(crew, "PROGRESS_EVERY_S", 0.2)
    text = Interrupting({"s left:": 1})
    console = Console(file=text, width=200, highlight=False)
    assert await play_all(CrewOptions(cluster.url, len(STRATEGIES), 3_600, seed=7), console, AT_ONCE), text.getvalue()
    assert "interrupted: last rounds" in text.getvalue()
    assert "every player's gold adds up" in text.getvalue()


async def test_a_second_interrupt_breaks_rounds_off_and_still_sums_up(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(crew, "PROGRESS_EVERY_S", 0.2)
    text = Interrupting({"s left:": 2})
    console = Console(file=text, width=200, highlight=False)
    assert await play_all(CrewOptions(cluster.url, len(STRATEGIES), 3_600, seed=7), console, AT_ONCE), text.getvalue()
    assert "players were broken off" in text.getvalue()
    assert "all " in text.getvalue()


async def test_an_interrupt_before_anybody_plays_says_so(cluster: Cluster):
    text = Interrupting({"signing": 1})
    with pytest.raises(PlayerError, match="interrupted"):
        await play_all(CrewOptions(cluster.url, 3, 10.0, seed=7), Console(file=text, width=200), AT_ONCE)
