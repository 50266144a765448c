"""What players read over REST, over real stores: their ledger and rounds, tables and bets; never another's."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from typer.testing import CliRunner

from actors.crash.rules.config import TableConfig
from cluster.cli.app import app
from pitboss_client.account import Account
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import STARTING_GOLD, Socket, User, eventually, joined, new_user
from tests.integration.realtime.short_rounds import CHAIN_LENGTH, short_rounds_cluster

pytestmark = pytest.mark.asyncio(loop_scope="module")

TABLE = TableConfig(betting_ms=1_000, ended_ms=200, chain_length=CHAIN_LENGTH)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    async with short_rounds_cluster(module_database_url, TABLE) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def evening(cluster: Cluster, http: httpx.AsyncClient) -> tuple[User, dict[str, Any]]:
    """A player who has played everything once, and the end of the bet at the table as a route told it."""
    user = new_user()
    async with joined(cluster, user) as socket:
        for n in range(3):
            assert (await socket.play(100 + n))["ok"]
        assert (await socket.ask("slot.spin", {"machine": "classic", "bet": 50}))["ok"]
        assert (await socket.ask("gacha.pull", {"banner": "standard", "count": 10}))["ok"]
        return user, await bet_to_its_end(socket, user, http)


async def get(http: httpx.AsyncClient, user: User, path: str, **query: Any) -> Any:
    answer = await http.get(path, params=query, headers=user.bearer)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def pages(http: httpx.AsyncClient, user: User, path: str, **query: Any) -> list[dict[str, Any]]:
    """Every item of a list, page by page."""
    items, cursor = [], ""
    while True:
        page = await get(http, user, path, **query, **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        if page["next"] is None:
            return items
        cursor = page["next"]


async def bet_to_its_end(socket: Socket, user: User, http: httpx.AsyncClient) -> dict[str, Any]:
    """Bet at the table, watch the bet by its id until it has ended; what the route says then."""
    while True:
        table = await get(http, user, "/api/games/crash/tables/main")
        bet = {"round_id": table["round_id"], "bet": 100, "auto_cashout": 101}
        placed = await socket.ask("crash.bet", bet)
        if placed["ok"]:
            break
        assert placed["error"]["code"] == "round_closed"
    path = f"/api/games/crash/bets/{placed['payload']['bet_id']}"
    states: list[dict[str, Any]] = []

    async def ended() -> bool:
        states.append(await get(http, user, path))
        return states[-1]["state"] not in {"waiting", "open"}

    await eventually(ended)
    same = {"bet_id": placed["payload"]["bet_id"], "table": "main", "round_id": table["round_id"], "bet": 100}
    assert all(each.items() >= {**same, "auto_cashout": 101}.items() for each in states)
    assert [each["payout"] for each in states if each["state"] == "open"][:1] == [None]
    return states[-1]


async def test_the_ledger_is_what_the_store_has_newest_first_and_leads_to_the_balance(evening, http, database):
    user, _ = evening
    items = await pages(http, user, "/api/users/me/ledger", limit=4)
    stored = await database.fetch(
        """SELECT replace(tx::text, '-', '') || '-' || n AS id, currency, balance_after, reason, reference,
                  CASE WHEN credit = $1 THEN amount ELSE -amount END AS amount
           FROM transfer WHERE $1 IN (debit, credit) ORDER BY version DESC, n DESC""",
        f"user:{user.id}",
    )
    assert [{name: each[name] for name in each if name != "at"} for each in items] == [dict(row) for row in stored]
    assert [each["at"] for each in items] == sorted((each["at"] for each in items), reverse=True)
    gold = [each for each in items if each["currency"] == "gold"]
    assert sum(each["amount"] for each in gold) == gold[0]["balance_after"]
    assert (gold[-1]["amount"], gold[-1]["balance_after"]) == (STARTING_GOLD, STARTING_GOLD)
    assert {"bet", "hold", "release"} <= {each["reason"] for each in items}


async def test_the_ledger_is_narrowed_to_a_currency_and_a_time(evening, http):
    user, _ = evening
    everything = await pages(http, user, "/api/users/me/ledger")
    for currency in ("gold", "gem", "shard"):
        expected = [each for each in everything if each["currency"] == currency]
        assert await pages(http, user, "/api/users/me/ledger", currency=currency, limit=3) == expected
    middle = everything[len(everything) // 2]["at"]
    wanted = {"from": middle, "to": middle + 1}
    assert await pages(http, user, "/api/users/me/ledger", **wanted) == [
        each for each in everything if each["at"] == middle
    ]
    assert await pages(http, user, "/api/users/me/ledger", to=everything[-1]["at"]) == []


async def test_the_history_has_each_settled_round_once_and_can_be_narrowed(evening, http, database):
    user, bet = evening
    items = await pages(http, user, "/api/games/history", limit=2)
    assert sorted(each["game"] for each in items) == ["crash", "gacha", "rps", "rps", "rps", "slot"]
    stored = await database.fetch(
        "SELECT replace(round_id::text, '-', '') AS id FROM game_round WHERE user_id = $1", user.id
    )
    assert {each["round_id"] for each in items} == {row["id"] for row in stored}
    assert len(items) == len(stored)
    (crash,) = await pages(http, user, "/api/games/history", game="crash")
    assert (crash["round_id"], crash["payout"]) == (bet["bet_id"], bet["payout"])
    first = items[-1]
    assert first == (await pages(http, user, "/api/games/history", to=first["at"] + 1))[-1]
    assert await pages(http, user, "/api/games/history", **{"from": items[0]["at"] + 1}) == []


async def test_another_player_sees_nothing_of_it(evening, http):
    (user, bet), other = evening, new_user()
    for path in ("/api/users/me/ledger", "/api/games/history"):
        cursor = (await get(http, user, path, limit=1))["next"]
        assert (await get(http, other, path))["items"] == []
        assert (await get(http, other, path, cursor=cursor))["items"] == []
    answer = await http.get(f"/api/games/crash/bets/{bet['bet_id']}", headers=other.bearer)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "WyJzdHJlYWsiLFsxLDFdXQ"},
        {"cursor": "x"},
        {"limit": 0},
        {"limit": 201},
        {"from": -1},
        {"from": "yesterday"},
        {"currency": "euro", "game": "chess"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/api/users/me/ledger", "/api/games/history"])
async def test_a_query_that_makes_no_sense_is_refused(evening, http, path, query):
    known = query if "game" not in query else {"currency" if "ledger" in path else "game": "chess"}
    assert (await http.get(path, params=known, headers=evening[0].bearer)).status_code == 400


async def test_the_end_of_a_bet_is_told_with_its_payout(evening, http):
    user, bet = evening
    assert bet["state"] in {"won", "lost"}
    assert bet["payout"] == (101 if bet["state"] == "won" else 0)
    assert bet["multiplier"] == ("1.01" if bet["state"] == "won" else None)
    assert await get(http, user, f"/api/games/crash/bets/{bet['bet_id']}") == bet


async def test_a_refunded_bet_is_found_by_its_player_alone(cluster, http, database):
    user, bet_id = new_user(), "c0ffee" + "0" * 26
    await database.execute(
        """INSERT INTO fact (shard, tx, n, kind, key, type, data)
           VALUES (1, gen_random_uuid(), 0, 'user', $1, 'stake_refunded', $2)""",
        user.id,
        f'{{"bet_id":"{bet_id}","table":"main","round_id":"main-7","bet":70,"auto":200,"at_ms":1}}',
    )
    found = await get(http, user, f"/api/games/crash/bets/{bet_id}")
    assert (found["state"], found["payout"], found["round_id"], found["table"]) == ("refunded", 70, "main-7", "main")
    assert (await http.get(f"/api/games/crash/bets/{bet_id}", headers=new_user().bearer)).status_code == 404


@pytest.mark.parametrize("bet_id", ["0" * 32, "nothing", "%00", "main-1"])
async def test_what_is_no_bet_of_mine_is_not_found(evening, http, bet_id):
    answer = await http.get(f"/api/games/crash/bets/{bet_id}", headers=evening[0].bearer)
    assert answer.status_code in {400, 404}


async def test_a_table_is_listed_and_shown_as_it_is_now_with_its_last_results(evening, http):
    user, bet = evening
    (listed,) = (await http.get("/api/games/crash/tables")).json()["items"]
    assert (listed["id"], listed["closed"]) == ("main", False)
    seen: dict[str, dict[str, Any]] = {}

    async def all_phases() -> bool:
        table = await get(http, user, "/api/games/crash/tables/main")
        if table["round_id"] != bet["round_id"]:
            seen[table["phase"]] = table
        return {"betting", "running"} <= set(seen)

    await eventually(all_phases)
    betting, running = seen["betting"], seen["running"]
    assert "started_at" not in betting
    assert betting["closes_at"] > 0
    assert "closes_at" not in running
    assert running["started_at"] > 0
    assert betting["profit_max"] > 0
    assert (betting["bet_min"], betting["bet_max"]) == (TABLE.bet_min, TABLE.bet_max)
    assert bet["round_id"] in {each["round_id"] for each in running["last"]}
    assert running["round_id"] not in {each["round_id"] for each in running["last"]}
    fields = {"id", "phase", "round_id", "started_at", "bet_min", "bet_max", "profit_max", "bets_open", "last"}
    assert set(running) == fields
    unknown = await http.get("/api/games/crash/tables/nowhere", headers=user.bearer)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")


async def test_a_table_counts_the_bets_that_are_open(cluster, http):
    users = [new_user() for _ in range(2)]
    async with joined(cluster, users[0]) as one, joined(cluster, users[1]) as two:
        while True:
            table = await get(http, users[0], "/api/games/crash/tables/main")
            bet = {"round_id": table["round_id"], "bet": 100, "auto_cashout": 1_000}
            placed = await asyncio.gather(*(socket.ask("crash.bet", bet) for socket in (one, two)))
            now = await get(http, users[0], "/api/games/crash/tables/main")
            if all(each["ok"] for each in placed) and now["round_id"] == table["round_id"]:
                break
    assert now["bets_open"] == (2 if now["phase"] != "ended" else 0)


async def test_the_client_library_goes_through_a_list_page_by_page(cluster):
    account = Account(cluster.url, "reader", "correct horse battery")
    try:
        await account.enter()
        for n in range(3):
            await account.command("/api/games/rps/play", {"bet": 100, "choice": "rock"}, f"round-{n}")
        rounds = [each async for each in account.items("/api/games/history", {"limit": 2})]
        assert [each["game"] for each in rounds] == ["rps"] * 3
        assert (await account.read("/api/users/me"))["username"] == "reader"
    finally:
        await account.close()


async def test_a_bet_and_its_round_are_proven_on_the_command_line(evening, http, module_database_url):
    _, bet = evening

    async def is_over() -> bool:
        return "game_hash" in (await http.get(f"/api/fairness/rounds/{bet['bet_id']}")).json()["table_round"]

    async def judged(round_id: str, *options: str) -> tuple[int, str]:
        arguments = ["verify-round", round_id, "--database-url", module_database_url, "--json", *options]
        done = await asyncio.to_thread(CliRunner().invoke, app, arguments)
        return done.exit_code, json.loads(done.stdout)["verdict"]

    await eventually(is_over)
    noted = (await http.get(f"/api/fairness/rounds/{bet['round_id']}")).json()["terminating_hash"]
    for round_id in (bet["bet_id"], bet["round_id"]):
        assert await judged(round_id) == (3, "consistent")
        assert await judged(round_id, "--terminating-hash", noted) == (0, "proven")
        assert await judged(round_id, "--terminating-hash", "0" * 64) == (1, "refuted")
