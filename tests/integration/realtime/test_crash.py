"""A small crash evening over real sockets and Postgres: every gold piece accounted for, every round proved."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from jsonschema import Draft202012Validator

from actors.crash.rules.config import TableConfig
from actors.crash.rules.point import crash_hundredths, previous_hash
from actors.crash.table import TableKind
from actors.games.registry import registered_games
from actors.kinds import TOPICS
from actors.money.economy import EconomyConfig
from actors.runtime.entropy import SeededEntropy
from actors.user.kind import UserKind
from cluster.verification.run import verify
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, STARTING_GOLD, Socket, joined, new_id, new_user
from tests.integration.realtime.short_rounds import CONTRIBUTIONS, SEAL, points_of
from tests.integration.realtime.validation import DOCUMENT
from tests.patient import patient_client
from tests.seals import SEALS

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROUNDS = 3
TABLES = [
    TableConfig(betting_ms=2_500, ended_ms=200, chain_length=ROUNDS + 5),
    TableConfig(name="high", bet_min=5_000, chain_length=2),
    TableConfig(name="evening", betting_ms=2_500, ended_ms=200, chain_length=ROUNDS + 5),
]
EVENING = "evening"
"""The table of the evening alone: no other test has played its short rounds away."""
SHORT_CENTS = range(108, 125)
"""Crash points of the rounds that are played: the curve gets there in 1.3 to 3.8 s."""


def short_rounds() -> int:
    """A seed of the entropy under which the first rounds are short."""
    for seed in range(100_000):
        entropy = SeededEntropy(seed)
        points = points_of(entropy.seed_hex(), TABLES[0].chain_length)
        if all(point in SHORT_CENTS for point in points[: ROUNDS + 1]):
            return seed
    raise AssertionError("no seed has short rounds")


class ShortTables(TableKind):
    """Tables whose chains come from a known seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(TABLES, SEAL, contributions=lambda _: CONTRIBUTIONS)
        self._seed = seed

    def decide(self, state, command, now_ms, entropy):
        return super().decide(state, command, now_ms, SeededEntropy(self._seed))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    economy = EconomyConfig()
    user = UserKind(economy, registered_games(economy), TABLES, seal=SEALS.seeds)
    kinds = {"crash": ShortTables(short_rounds()), "user": user}
    async with running_cluster(
        module_database_url,
        hosts=2,
        config=replace(CONFIG, crash_tables=("main", "high", EVENING)),
        more_kinds=kinds,
        topics=TOPICS,
    ) as running:
        yield running


class Guest:
    """Somebody at a table; `heard` are the table's messages, `replies` those to his commands, by id."""

    def __init__(self, socket: Socket) -> None:
        self._wire = socket.wire
        self.heard: list[dict[str, Any]] = []
        self.replies: dict[str, dict[str, Any]] = {}
        self.pushes: list[dict[str, Any]] = []

    async def send(self, message_type: str, payload: dict[str, Any]) -> str:
        command_id = new_id()
        await self._wire.send(json.dumps({"id": command_id, "type": message_type, "payload": payload}))
        return command_id

    async def take(self) -> dict[str, Any]:
        """The next message, whatever it is."""
        message = json.loads(await self._wire.recv())
        if "topic" in message:
            schema = DOCUMENT["topics"]["crash"][message["type"]]["payload"]
            Draft202012Validator(schema | {"$defs": DOCUMENT["$defs"]}).validate(message["payload"])
            self.heard.append(message)
        elif "re" in message:
            self.replies[message["re"]] = message
        else:
            self.pushes.append(message)
        return message

    async def until(self, message_type: str) -> dict[str, Any]:
        while (message := await self.take()).get("type") != message_type:
            pass
        return message["payload"]

    async def ask(self, message_type: str, payload: dict[str, Any]) -> dict[str, Any]:
        command_id = await self.send(message_type, payload)
        while command_id not in self.replies:
            await self.take()
        return self.replies[command_id]

    async def bet(self, round_id: str, bet: int = 100, **more: Any) -> dict[str, Any]:
        return await self.ask("crash.bet", {"table": EVENING, "round_id": round_id, "bet": bet, **more})

    async def cash_out(self, round_id: str) -> dict[str, Any]:
        return await self.ask("crash.cashout", {"table": EVENING, "round_id": round_id})

    async def gold(self) -> int:
        gold: int = (await self.ask("state.get", {}))["payload"]["profile"]["gold"]
        return gold


def code(reply: dict[str, Any]) -> str:
    return "" if reply["ok"] else reply["error"]["code"]


async def automatic(guest: Guest, round_id: str) -> None:
    assert code(await guest.bet(round_id, auto_cashout=105)) == ""


async def manual(guest: Guest, round_id: str) -> None:
    """Leave at the first tick; a busy machine may get from the start to the end without one."""
    assert code(await guest.bet(round_id)) == ""
    while (message := await guest.take()).get("type") != "tick":
        if message.get("type") == "crashed":
            return
    reply = await guest.cash_out(round_id)
    assert code(reply) in {"", "round_closed"}
    if reply["ok"]:
        assert reply["payload"]["payout"] == round(float(reply["payload"]["multiplier"]) * 100)


async def greedy(guest: Guest, round_id: str) -> None:
    assert code(await guest.bet(round_id, auto_cashout=1_000)) == ""


async def twice(guest: Guest, round_id: str) -> None:
    assert [code(await guest.bet(round_id)) for _ in range(2)] == ["", "already_bet"]


async def late(guest: Guest, round_id: str) -> None:
    await guest.until("round_start")
    assert code(await guest.bet(round_id)) == "round_closed"
    assert code(await guest.cash_out(round_id)) == "no_bet"


async def evening(cluster: Cluster, act: Any) -> tuple[Guest, int]:
    """One player's evening; what he has heard, and his gold at the end."""
    async with joined(cluster, new_user()) as socket:
        guest = Guest(socket)
        state = await guest.ask("crash.subscribe", {"table": EVENING})
        assert state["ok"]
        for _ in range(ROUNDS):
            opened = await guest.until("round_open")
            await act(guest, opened["round_id"])
            if not any(
                heard["type"] == "crashed" and heard["payload"]["round_id"] == opened["round_id"]
                for heard in guest.heard
            ):
                await guest.until("crashed")
        await guest.until("round_open")
        while await unsettled(guest):
            pass
        return guest, await guest.gold()


async def unsettled(guest: Guest) -> bool:
    state = (await guest.ask("state.get", {}))["payload"]
    return state["games"]["crash"][EVENING]["my_bet"] is not None


async def test_an_evening_at_the_table(cluster: Cluster, module_database_url: str):
    acts = (automatic, manual, greedy, twice, late)
    ended = await asyncio.gather(*(evening(cluster, act) for act in acts))
    golds = dict(zip((act.__name__ for act in acts), (gold for _, gold in ended), strict=True))
    assert golds["automatic"] == STARTING_GOLD + 5 * ROUNDS
    assert golds["greedy"] == golds["twice"] == STARTING_GOLD - 100 * ROUNDS
    assert golds["late"] == STARTING_GOLD

    async with joined(cluster, new_user()) as socket:
        view = (await Guest(socket).ask("crash.subscribe", {"table": EVENING}))["payload"]
    history = [past for past in view["history"] if past["bets"]][:ROUNDS]
    assert [past["bets"] for past in history] == [4] * ROUNDS
    assert sum(golds.values()) == STARTING_GOLD * len(acts) - sum(past["staked"] - past["paid"] for past in history)
    assert_proved(ended[0][0].heard, view)
    report = await verify(module_database_url)
    assert not [check for check in report.checks if check.violations]


def assert_proved(heard: list[dict[str, Any]], view: dict[str, Any]) -> None:
    """From what everybody has heard: each round ends where its hash says, which its opening committed to."""
    opened = {each["payload"]["round_id"]: each["payload"] for each in heard if each["type"] == "round_open"}
    ends = [each["payload"] for each in heard if each["type"] == "crashed"]
    proved = [end for end in ends if end["round_id"] in opened]
    assert len(proved) == ROUNDS
    for end in proved:
        assert previous_hash(end["game_hash"]) == opened[end["round_id"]]["commit"]
        cents = crash_hundredths(end["game_hash"], view["chain"]["salt"])
        assert end["multiplier"] == f"{cents // 100}.{cents % 100:02d}"
    numbers = [each["n"] for each in heard]
    assert numbers == sorted(numbers)


async def test_anybody_may_ask_for_the_proof_of_a_round(cluster: Cluster):
    async with patient_client(base_url=cluster.url) as client, joined(cluster, new_user()) as socket:
        guest = Guest(socket)
        view = (await guest.ask("crash.subscribe", {"table": "main"}))["payload"]
        if not view["history"]:
            await guest.until("crashed")
        proof = (await client.get("/api/fairness/rounds/main-1")).json()
        assert proof["crash_cents"] == crash_hundredths(proof["game_hash"], proof["salt"])
        assert previous_hash(proof["game_hash"]) == proof["terminating_hash"]
        assert (proof["chain_index"], proof["state"]) == (1, "crashed")
        for name in ("main-999", "nowhere-1", "high-0", "main-"):
            assert (await client.get(f"/api/fairness/rounds/{name}")).status_code == 404, name


async def test_bad_input_is_refused_with_a_clear_error_and_changes_nothing(cluster: Cluster):
    async with joined(cluster, new_user()) as socket:
        guest = Guest(socket)
        bets = [
            ({"round_id": "main-1", "bet": -5}, "invalid_payload"),
            ({"round_id": "main-1", "bet": 10.5}, "invalid_payload"),
            ({"round_id": "main-1", "bet": 100, "auto_cashout": 100}, "invalid_payload"),
            ({"round_id": "main-1", "bet": 100, "auto_cashout": 1.5}, "invalid_payload"),
            ({"round_id": "main-1", "bet": 19}, "invalid_payload"),
            ({"round_id": "high-1", "table": "high", "bet": 100}, "invalid_payload"),
            ({"round_id": "nowhere-1", "table": "nowhere", "bet": 100}, "not_found"),
            ({"round_id": "main-1", "table": "../etc", "bet": 100}, "invalid_payload"),
            ({"round_id": "main-1", "bet": 10_001}, "insufficient_gold"),
            ({"round_id": "main-999", "bet": 100}, "round_closed"),
        ]
        for payload, expected in bets:
            assert code(await guest.ask("crash.bet", payload)) == expected, payload
        assert code(await guest.cash_out("main-1")) == "no_bet"
        assert code(await guest.ask("crash.subscribe", {"table": "nowhere"})) == "not_found"
        for forged in ("table.bet", "stake.settled", "table.step"):
            assert code(await guest.ask(forged, {"bet_id": "00"})) == "unknown_type"
        assert await guest.gold() == STARTING_GOLD


async def test_nobody_cashes_out_the_bet_of_another(cluster: Cluster):
    async with joined(cluster, new_user()) as theirs, joined(cluster, new_user()) as mine:
        victim, thief = Guest(theirs), Guest(mine)
        await victim.ask("crash.subscribe", {"table": "main"})
        wanted = {"table": "main", "round_id": (await victim.until("round_open"))["round_id"]}
        assert code(await victim.ask("crash.bet", wanted | {"bet": 100})) == ""
        assert code(await thief.ask("crash.cashout", wanted)) == "no_bet"
        await victim.until("crashed")
        while (await victim.ask("state.get", {}))["payload"]["games"]["crash"]["main"]["my_bet"] is not None:
            pass
        assert (await victim.gold(), await thief.gold()) == (STARTING_GOLD - 100, STARTING_GOLD)
