"""A crash evening: 200 scripted players over real sockets. Every gold piece is accounted for, every round proved."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import reached_ms
from actors.crash.rules.point import crash_hundredths, previous_hash
from actors.runtime.clock import SystemClock
from actors.runtime.entropy import SeededEntropy
from cluster.verification.run import verify
from gateway.auth.tokens import AccessTokens
from tests.integration.cluster import Cluster
from tests.integration.realtime.crowd import Player, crowd, dial, leave
from tests.integration.realtime.player import CONFIG, STARTING_GOLD, new_id, new_user
from tests.integration.realtime.short_rounds import (
    CHAIN_LENGTH,
    SHORT_CENTS,
    points_of,
    short_rounds,
    short_rounds_cluster,
)
from tests.patient import patient_client

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240), pytest.mark.serial]

PLAYERS = 200
ROUNDS = 3
TABLE = TableConfig(betting_ms=4_500, ended_ms=200, chain_length=CHAIN_LENGTH)
SURE_CENTS = SHORT_CENTS[0]
"""Every round gets here."""
TARGETS = (None, 101, 104, 108, 112, 120, 200)
LAST_MOMENT_MS = 120
"""Before the end of the curve, of which only the test knows."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    async with short_rounds_cluster(module_database_url, TABLE, hosts=2) as running:
        yield running


@dataclass
class Bet:
    """One bet that was taken; `won` is the payout of a manual cash-out that the player was told."""

    round_id: str
    stake: int
    auto: int | None
    won: int = 0

    def payout(self, cents: int) -> int:
        """What it must have brought in a round that ended at `cents`."""
        return self.stake * self.auto // 100 if self.auto and self.auto <= cents else self.won


@dataclass
class Guest:
    """One player's evening, told by `act`; `player` changes when he connects anew."""

    cluster: Cluster
    player: Player
    number: int
    act: "Act"
    bets: list[Bet] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    """Of every command: an error code, or nothing."""

    async def ask(self, message_type: str, **payload: Any) -> dict[str, Any]:
        command_id = new_id()
        self.player.send(message_type, payload, command_id)
        return await self.answer(command_id)

    async def answer(self, command_id: str) -> dict[str, Any]:
        await self.player.until(lambda player: player.reply(command_id) is not None)
        reply = self.player.reply(command_id)
        assert reply is not None
        self.codes.append("" if reply["ok"] else reply["error"]["code"])
        return reply

    async def bet(self, round_id: str, auto: int | None = None) -> dict[str, Any]:
        stake = 100 + self.number
        target = {} if auto is None else {"auto_cashout": auto}
        reply = await self.ask("crash.bet", table="main", round_id=round_id, bet=stake, **target)
        if reply["ok"]:
            self.bets.append(Bet(round_id, stake, auto))
        return reply

    async def cash_out(self, round_id: str) -> None:
        self.take_out(await self.ask("crash.cashout", table="main", round_id=round_id))

    def take_out(self, reply: dict[str, Any]) -> None:
        if reply["ok"]:
            self.bets[-1].won = reply["payload"]["payout"]

    def heard(self, message_type: str, round_id: str) -> dict[str, Any] | None:
        return next((each["payload"] for each in self.player.of(message_type) if _is_of(each, round_id)), None)

    async def until(self, message_type: str, round_id: str) -> dict[str, Any]:
        """What the table says of that round."""
        await self.player.until(lambda _: self.heard(message_type, round_id) is not None)
        found = self.heard(message_type, round_id)
        assert found is not None
        return found

    async def come_back(self) -> None:
        """Take a new socket if he has left the one before."""
        if self.player.code is not None:
            self.player = await dial(self.cluster, Player(self.player.user))
            await self.player.until(lambda player: bool(player.of("initial_state")))
            assert (await self.ask("crash.subscribe", table="main"))["ok"]

    async def gold(self) -> int:
        """When nothing of his is open any more."""
        await self.come_back()
        while True:
            state = (await self.ask("state.get"))["payload"]
            if state["games"]["crash"]["main"]["my_bet"] is None:
                gold: int = state["profile"]["gold"]
                return gold


Act = Callable[[Guest, str], Any]


def _is_of(message: dict[str, Any], round_id: str) -> bool:
    return "topic" in message and message["payload"]["round_id"] == round_id


async def target(guest: Guest, round_id: str) -> None:
    await guest.bet(round_id, TARGETS[guest.number % len(TARGETS)])


async def by_hand(guest: Guest, round_id: str) -> None:
    """Bet, and leave as soon as the curve is seen to rise."""
    await guest.bet(round_id)
    seen = guest.heard
    await guest.player.until(lambda _: bool(seen("tick", round_id) or seen("crashed", round_id)))
    await guest.cash_out(round_id)


async def twice(guest: Guest, round_id: str) -> None:
    assert (await guest.bet(round_id))["ok"]
    assert (await guest.bet(round_id))["error"]["code"] == "already_bet"


async def late(guest: Guest, round_id: str) -> None:
    await guest.until("round_start", round_id)
    assert (await guest.bet(round_id))["error"]["code"] == "round_closed"


async def at_the_very_end(guest: Guest, round_id: str) -> None:
    """Bet; leave at the last moment, which may be too late, and once more when it is."""
    assert (await guest.bet(round_id))["ok"]
    await guest.until("round_start", round_id)
    end_ms = reached_ms(_point_of(round_id))
    command_id, send = new_id(), guest.player.send
    asyncio.get_running_loop().call_later(
        (end_ms - LAST_MOMENT_MS) / 1000, send, "crash.cashout", {"table": "main", "round_id": round_id}, command_id
    )
    guest.take_out(await guest.answer(command_id))
    assert guest.codes[-1] in {"", "round_closed"}
    await guest.until("crashed", round_id)
    again = await guest.ask("crash.cashout", table="main", round_id=round_id)
    assert again["error"]["code"] in {"no_bet", "round_closed"}


async def away(guest: Guest, round_id: str) -> None:
    """Bet with a target that is reached, go when the curve starts, and come back when the next round has opened."""
    await guest.come_back()
    assert (await guest.bet(round_id, SURE_CENTS))["ok"]
    await guest.until("round_start", round_id)
    await leave([guest.player])


SPECIAL: tuple[Act, ...] = (twice, late, at_the_very_end, away)


def points() -> list[int]:
    """Where the rounds of each chain end: the test knows the seed of the table."""
    return points_of(SeededEntropy(short_rounds()).seed_hex(), CHAIN_LENGTH)


POINTS = points()


def _point_of(round_id: str) -> int:
    return POINTS[(int(round_id.rpartition("-")[2]) - 1) % CHAIN_LENGTH]


def guests_of(cluster: Cluster, players: list[Player]) -> list[Guest]:
    """The four with a story of their own; of the others every fourth leaves by hand."""
    ordinary = [by_hand if number % 4 == 0 else target for number in range(len(SPECIAL), len(players))]
    acts = [*SPECIAL, *ordinary]
    return [Guest(cluster, *each) for each in zip(players, range(len(players)), acts, strict=True)]


async def opened(guest: Guest, after: str) -> str:
    """The id of the first round that opens after `after` and that he sees open."""
    rounds = [message["payload"]["round_id"] for message in guest.player.of("round_open")]
    seen = len(rounds) if not after else rounds.index(after) + 1
    await guest.player.until(lambda player: len(player.of("round_open")) > seen)
    round_id: str = guest.player.of("round_open")[seen]["payload"]["round_id"]
    return round_id


async def evening(guests: list[Guest]) -> list[str]:
    """Play ROUNDS rounds one after the other; their ids. The last guest, who stays, tells when one opens and ends."""
    joined = await asyncio.gather(*(guest.ask("crash.subscribe", table="main") for guest in guests))
    assert all(reply["ok"] for reply in joined)
    played: list[str] = []
    for _ in range(ROUNDS):
        round_id = await opened(guests[-1], played[-1] if played else "")
        await asyncio.gather(*(guest.act(guest, round_id) for guest in guests))
        await guests[-1].until("crashed", round_id)
        played.append(round_id)
    return played


async def test_two_hundred_players_at_a_table(cluster: Cluster, module_database_url: str):
    guests = guests_of(cluster, await crowd(cluster, [new_user() for _ in range(PLAYERS)]))
    played = await evening(guests)
    golds = await asyncio.gather(*(guest.gold() for guest in guests))
    cents = await proved(cluster, guests[-1], played)
    for guest, gold in zip(guests, golds, strict=True):
        assert gold == STARTING_GOLD + sum(bet.payout(cents[bet.round_id]) - bet.stake for bet in guest.bets)
    stories = dict(zip((act.__name__ for act in SPECIAL), guests, strict=False))
    assert [len(stories[name].bets) for name in ("twice", "late", "away")] == [ROUNDS, 0, ROUNDS]
    back = stories["away"]
    assert golds[back.number] == STARTING_GOLD + sum(bet.stake * SURE_CENTS // 100 - bet.stake for bet in back.bets)
    ordinary = guests[len(SPECIAL) :]
    assert all(len(guest.bets) == ROUNDS for guest in ordinary)
    assert any(bet.won for guest in ordinary for bet in guest.bets)
    await inspected(cluster, guests, played)
    await leave([guest.player for guest in guests])
    await accounted(module_database_url, guests, golds, cents)


async def proved(cluster: Cluster, witness: Guest, played: list[str]) -> dict[str, int]:
    """Where each round ended, in cents, by public data alone: what anybody hears and what anybody may ask."""
    ends = {}
    async with patient_client(base_url=cluster.url) as client:
        for round_id in played:
            proof = (await client.get(f"/api/fairness/rounds/{round_id}")).json()
            found, commit = proof["game_hash"], witness.heard("round_open", round_id)
            assert commit is not None
            assert previous_hash(found) == commit["commit"]
            for _ in range(proof["chain_index"]):
                found = previous_hash(found)
            assert found == proof["terminating_hash"]
            cents = crash_hundredths(proof["game_hash"], proof["salt"])
            assert (proof["crash_cents"], proof["state"], cents) == (cents, "crashed", _point_of(round_id))
            told = witness.heard("crashed", round_id)
            assert told is not None
            assert told["multiplier"] == f"{cents // 100}.{cents % 100:02d}"
            ends[round_id] = cents
    return ends


async def inspected(cluster: Cluster, guests: list[Guest], played: list[str]) -> None:
    """Staff see each round with all its bets and their times, and playing it again comes to what was paid."""
    token = AccessTokens(CONFIG, SystemClock()).issue("ofviewer", "VIEWER", "sviewer")
    headers = {"Authorization": f"Bearer {token}"}
    async with patient_client(base_url=cluster.url, headers=headers) as client:
        for round_id in played:
            found = (await client.get(f"/api/admin/rounds/{round_id}")).json()
            assert (found["verification"]["verdict"], found["state"]) == ("consistent", "crashed"), found[
                "verification"
            ]
            stakes = sorted(bet.stake for guest in guests for bet in guest.bets if bet.round_id == round_id)
            assert sorted(bet["bet"] for bet in found["bets"]) == stakes
            for bet in found["bets"]:
                times = [datetime.fromisoformat(bet[name]) for name in ("placed_at", "accepted_at", "settled_at")]
                assert times == sorted(times)
                assert (bet["cashed_out_at"] is None) == (bet["how"] == "lost")
        page = (
            await client.get("/api/admin/rounds", params={"table": "main", "user": guests[-1].player.user.id})
        ).json()
        assert {row["table_round"] for row in page["items"]} == {bet.round_id for bet in guests[-1].bets}
        (table,) = (await client.get("/api/admin/crash/tables")).json()["items"]
        assert table["state"]["bankroll"] > 0


BALANCES = """
SELECT account, sum(amount)::bigint FROM (
    SELECT credit AS account, amount FROM transfer WHERE currency = 'gold'
    UNION ALL SELECT debit, -amount FROM transfer WHERE currency = 'gold'
) AS entry GROUP BY account"""


async def accounted(url: str, guests: list[Guest], golds: list[int], cents: dict[str, int]) -> None:
    """The ledger says what the players were told; what they lost is the house's, and nothing is held any more."""
    connection = await asyncpg.connect(url)
    try:
        ledger = dict(await connection.fetch(BALANCES))
    finally:
        await connection.close()
    assert [ledger[f"user:{guest.player.user.id}"] for guest in guests] == golds
    assert ledger["house:escrow"] == 0
    assert sum(ledger.values()) == 0
    bets = [bet for guest in guests for bet in guest.bets]
    assert ledger["house:bets"] == sum(bet.stake - bet.payout(cents[bet.round_id]) for bet in bets)
    report = await verify(url)
    assert report.holds, [check for check in report.checks if check.violations]
