"""What staff see of tables and rounds: everything but what is secret, and whether it follows from what is published."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from actors.crash.chains.messages import RoundGet, TableRoundProof
from actors.crash.rules.chain import hash_at, make_links
from actors.crash.rules.point import crash_hundredths, previous_hash
from actors.crash.rules.salt import contributions_of, salt_of
from actors.crash.table_messages import TableInspect, TableInspected
from actors.fairness.floats import commitment, floats
from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from actors.money.wallet import payout_of
from actors.runtime.turns.commands import command_tx, derived_id
from gateway.rest.admin.rounds.routes import CURSORS
from gateway.rest.pages import LIMIT_DEFAULT
from persistence.rounds import StoredRefund, StoredRound
from tests.integration.rest.staff import staff_bearer
from tests.unit.crash.tables import Table

ROUNDS = "/api/admin/rounds"
TABLES = "/api/admin/crash/tables"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SEED = "5" * 64
GAMES = {game.name: game for game in registered_games(EconomyConfig())}


@pytest.fixture
def gateway(make_gateway):
    return make_gateway(crash_tables=("main", "high"))


@pytest.fixture
async def viewer(gateway):
    return await staff_bearer(gateway, "VIEWER")


def rps(n=1, *, revealed=True, payout=None, at=NOON, user="ann"):
    game = GAMES["rps"]
    command = msgspec.convert({"bet": 100, "choice": "rock"}, game.command)
    played = game.play(command, floats(SEED, "mine", n), {})
    return StoredRound(
        f"{n:032x}",
        "rps",
        100,
        played.payout if payout is None else payout,
        played.outcome,
        1,
        commitment(SEED),
        "mine",
        n,
        SEED if revealed else None,
        user,
        at,
    )


class Curve:
    """A round that is over, of a chain of five, with bets that were settled as they should."""

    def __init__(self):
        links, terminating = make_links("ab" * 32, 5)
        made_of = contributions_of(f"{n:032x}" for n in (1, 2, 3))
        salt = salt_of(terminating, made_of)
        self.index = max(range(1, 6), key=lambda index: crash_hundredths(hash_at(links, index), salt))
        self.hash = hash_at(links, self.index)
        self.point = crash_hundredths(self.hash, salt)
        self.proof = TableRoundProof(
            "main-4", "main", salt, terminating, self.index, "crashed", self.hash, self.point, made_of
        )

    def bet(self, n, how, cents, auto=0, payout=None):
        outcome = {
            "table": "main",
            "round_id": "main-4",
            "cents": cents,
            "auto_cashout": auto,
            "how": how,
            "at": int(NOON.timestamp() * 1000),
            "commit": previous_hash(self.hash),
        }
        paid = payout_of(100, cents) if payout is None else payout
        later = NOON + timedelta(seconds=n)
        return StoredRound(f"{n:032x}", "crash", 100, paid, outcome, 3, "", "", 0, None, f"user{n}", later)


@pytest.fixture
def curve(gateway):
    """The round, at its table, with a manual, an automatic and a lost bet."""
    made = Curve()
    bets = [made.bet(1, "manual", 101), made.bet(2, "auto", 102, 102), made.bet(3, "lost", 0, made.point + 1)]
    gateway.rounds.stored = {each.round_id: each for each in bets}
    answer(gateway, made.proof, Table())
    return made


def answer(gateway, proof, table):
    gateway.entities.replies = {
        "table.round": msgspec.to_builtins(proof),
        "table.inspect": msgspec.to_builtins(table.kind.answer(table.state, TableInspect(), table.now)),
    }


async def read(gateway, headers, url, **parameters):
    found = await gateway.client.get(url, params=parameters, headers=headers)
    assert found.status_code == 200, found.text
    return found.json()


async def verdict(gateway, headers, round_id):
    return (await read(gateway, headers, f"{ROUNDS}/{round_id}"))["verification"]


# --- the list ---


async def test_rounds_are_listed_with_what_they_were_bets_on(gateway, viewer, curve):
    gateway.rounds.stored["9" * 32] = rps(9, at=NOON + timedelta(hours=1))
    page = await read(gateway, viewer, ROUNDS)

    assert [row["game"] for row in page["items"]] == ["rps", "crash", "crash", "crash"]
    assert [row["table_round"] for row in page["items"]] == [None, "main-4", "main-4", "main-4"]
    assert page["next"] is None
    assert page["items"][0] == {
        "round_id": f"{9:032x}",
        "game": "rps",
        "user_id": "ann",
        "bet": 100,
        "payout": rps(9).payout,
        "settled_at": "2026-03-01T13:00:00Z",
        "config_version": 1,
        "table_round": None,
    }


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"user": "user2"}, [2]),
        ({"table": "main"}, [3, 2, 1]),
        ({"table": "high"}, []),
        ({"game": "rps"}, []),
        ({"from": "2026-03-01T12:00:02Z", "to": "2026-03-01T12:00:03Z"}, [2]),
    ],
)
async def test_filters_are_those_of_the_query(gateway, viewer, curve, wanted, expected):
    page = await read(gateway, viewer, ROUNDS, **wanted)
    assert [int(row["round_id"], 16) for row in page["items"]] == expected


async def test_pages_follow_each_other_without_gap_or_repeat(gateway, viewer):
    rounds = [rps(n, at=NOON + timedelta(microseconds=n // 2)) for n in range(1, 2 * LIMIT_DEFAULT + 2)]
    gateway.rounds.stored = {each.round_id: each for each in rounds}
    seen, cursor = [], ""
    while cursor is not None:
        page = await read(gateway, viewer, ROUNDS, cursor=cursor)
        seen += [int(row["round_id"], 16) for row in page["items"]]
        cursor = page["next"]
    assert seen == list(range(2 * LIMIT_DEFAULT + 1, 0, -1))


@pytest.mark.parametrize("cursor", ["x", "1", CURSORS.cursor((1, "g" * 32)), CURSORS.cursor((10**18, "0" * 32))])
async def test_a_cursor_of_somebody_elses_making_is_refused(gateway, viewer, cursor):
    found = await gateway.client.get(ROUNDS, params={"cursor": cursor}, headers=viewer)
    assert (found.status_code, found.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("wanted", [{"from": "yesterday"}, {"from": "0001-01-01T00:00:00+23:00"}])
async def test_a_filter_that_makes_no_sense_is_refused(gateway, viewer, wanted):
    assert (await gateway.client.get(ROUNDS, params=wanted, headers=viewer)).status_code == 400


# --- a solo round ---


async def test_a_solo_round_is_played_again_from_its_revealed_seed(gateway, viewer):
    gateway.rounds.stored[rps().round_id] = rps()
    found = await read(gateway, viewer, f"{ROUNDS}/{rps().round_id}")

    assert found["verification"]["verdict"] == "consistent"
    assert found["verification"]["computed"] == rps().outcome
    assert found["proof"]["server_seed"] == SEED
    assert found["bets"][0]["settled_at"] == found["bets"][0]["placed_at"] == "2026-03-01T12:00:00Z"
    assert (found["staked"], found["paid"], found["state"]) == (100, rps().payout, "settled")


async def test_an_unrevealed_seed_is_not_shown_to_staff_either(gateway, viewer):
    gateway.rounds.stored[rps().round_id] = rps(revealed=False)
    found = await read(gateway, viewer, f"{ROUNDS}/{rps().round_id}")

    assert found["verification"]["verdict"] == "secret"
    assert found["verification"]["computed"] is None
    assert "server_seed" not in found["proof"]


async def test_a_payout_that_does_not_follow_is_refuted(gateway, viewer):
    gateway.rounds.stored[rps().round_id] = rps(payout=rps().payout + 1)
    assert (await verdict(gateway, viewer, rps().round_id))["verdict"] == "refuted"


async def test_rules_that_are_not_here_any_more_leave_a_round_unchecked(gateway, viewer):
    gateway.rounds.stored[rps().round_id] = rps()._replace(config_version=99)
    assert (await verdict(gateway, viewer, rps().round_id))["verdict"] == "unchecked"


# --- a round of a table ---


async def test_a_round_of_a_table_is_shown_with_bets_times_settlement_and_proof(gateway, viewer, curve):
    placed = command_tx("crash", "main", "entity:user/user1", derived_id(f"{1:032x}", "tell:0"))
    gateway.rounds.durable = {f"{1:032x}": NOON - timedelta(seconds=9), placed: NOON - timedelta(seconds=8)}
    found = await read(gateway, viewer, f"{ROUNDS}/main-4")

    assert (found["state"], found["game"], found["config_versions"]) == ("crashed", "crash", [3])
    assert (found["staked"], found["paid"]) == (300, 101 + 102)
    assert found["table_proof"]["game_hash"] == curve.hash
    assert found["verification"]["verdict"] == "consistent"
    assert found["verification"]["computed"] == {"crash_cents": curve.point}
    assert [(bet["how"], bet["multiplier"]) for bet in found["bets"]] == [
        ("manual", "1.01"),
        ("auto", "1.02"),
        ("lost", ""),
    ]
    assert found["bets"][0] | {} == {
        "bet_id": f"{1:032x}",
        "user_id": "user1",
        "bet": 100,
        "payout": 101,
        "auto_cashout": 0,
        "multiplier": "1.01",
        "how": "manual",
        "placed_at": "2026-03-01T11:59:51Z",
        "accepted_at": "2026-03-01T11:59:52Z",
        "cashed_out_at": "2026-03-01T12:00:00Z",
        "settled_at": "2026-03-01T12:00:01Z",
    }
    assert found["bets"][2]["cashed_out_at"] is None


async def test_a_settled_bet_is_shown_with_the_proof_of_its_round(gateway, viewer, curve):
    found = await read(gateway, viewer, f"{ROUNDS}/{2:032x}")

    assert [bet["how"] for bet in found["bets"]] == ["auto"]
    assert found["table_proof"]["round_id"] == "main-4"
    assert found["verification"]["verdict"] == "consistent"


async def test_a_voided_round_shows_what_went_back(gateway, viewer, curve):
    gateway.rounds.stored = {}
    gateway.rounds.refunded = [StoredRefund("7" * 32, "ann", "main-4", 100, 0, NOON)]
    voided = msgspec.structs.replace(curve.proof, state="voided")
    answer(gateway, voided, Table())
    found = await read(gateway, viewer, f"{ROUNDS}/main-4")

    assert [(bet["how"], bet["payout"]) for bet in found["bets"]] == [("refunded", 100)]
    assert found["verification"]["verdict"] == "consistent"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda curve: curve.bet(5, "manual", curve.point + 1),
        lambda curve: curve.bet(5, "auto", 103, 102),
        lambda curve: curve.bet(5, "manual", 102, 102),
        lambda curve: curve.bet(5, "lost", 0, 101),
        lambda curve: curve.bet(5, "manual", 101, payout=102),
        lambda curve: curve.bet(5, "given", 101),
        lambda curve: curve.bet(5, "lost", 0)._replace(outcome=curve.bet(5, "lost", 0).outcome | {"commit": "0" * 64}),
    ],
    ids=["above the end", "above its target", "target by hand", "target missed", "payout", "unknown end", "commit"],
)
async def test_a_bet_that_does_not_follow_from_the_crash_point_refutes_its_round(gateway, viewer, curve, wrong):
    bet = wrong(curve)
    gateway.rounds.stored[bet.round_id] = bet
    for round_id in ("main-4", bet.round_id):
        found = await verdict(gateway, viewer, round_id)
        assert found["verdict"] == "refuted"
        assert bet.round_id in found["says"]


@pytest.mark.parametrize("changed", [{"crash_cents": 100}, {"chain_index": 0}, {"terminating_hash": "0" * 64}])
async def test_a_round_that_its_chain_does_not_lead_to_is_refuted(gateway, viewer, curve, changed):
    answer(gateway, msgspec.structs.replace(curve.proof, **changed), Table())
    assert (await verdict(gateway, viewer, "main-4"))["verdict"] == "refuted"


async def test_refunds_of_a_round_that_was_not_voided_refute_it(gateway, viewer, curve):
    gateway.rounds.refunded = [StoredRefund("7" * 32, "ann", "main-4", 100, 0, NOON)]
    assert (await verdict(gateway, viewer, "main-4"))["verdict"] == "refuted"


@pytest.mark.parametrize("round_id", ["nothing", "none-1", "ab" * 16, "%20", "ab" * 500])
async def test_what_is_no_round_is_not_found(gateway, viewer, round_id):
    found = await gateway.client.get(f"{ROUNDS}/{round_id}", headers=viewer)
    assert (found.status_code, found.json()["code"]) == (404, "not_found")


# --- a round that runs ---


def played_to(phase):
    table = Table()
    table.play_until_point(300)
    assert [table.bet("ann", 1000), table.bet("bob", 500, 150)] == ["", ""]
    table.reach("running")
    if phase == "cashed":
        table.advance(3_000)
        assert table.cash_out("ann")
    return table


def proof_of(table):
    return table.kind.answer(table.state, RoundGet(round_id=table.state.round_id()), table.now)


async def test_a_running_round_shows_its_open_bets_and_nothing_of_its_end(gateway, viewer):
    table = played_to("cashed")
    answer(gateway, proof_of(table), table)
    found = await gateway.client.get(f"{ROUNDS}/{table.state.round_id()}", headers=viewer)
    shown = found.json()

    assert [(bet["user_id"], bet["how"]) for bet in shown["bets"]] == [("ann", "manual"), ("bob", "open")]
    assert shown["verification"]["verdict"] == "secret"
    assert "game_hash" not in shown["table_proof"]
    assert "crash_cents" not in shown["table_proof"]
    for secret in (table.state.secret.game_hash, str(table.point), str(table.crash_ms)):
        assert secret not in found.text


async def test_tables_are_shown_as_they_are_now_without_their_secrets(gateway, viewer):
    table = played_to("running")
    answer(gateway, proof_of(table), table)
    found = await gateway.client.get(TABLES, headers=viewer)
    shown = {each["table"]: each["state"] for each in found.json()["items"]}

    assert set(shown) == {"main", "high"}
    state = shown["main"]
    assert (state["shown"]["phase"], state["shown"]["round_id"]) == ("running", table.state.round_id())
    assert [(bet["user_id"], bet["bet"], bet["auto"], bet["how"]) for bet in state["bets"]] == [
        ("ann", 1000, 0, ""),
        ("bob", 500, 150, ""),
    ]
    assert state["bankroll"] == table.config.bankroll + table.state.root.house_net
    assert state["shown"]["chain_index"] == table.state.root.index
    for secret in (table.state.secret.game_hash, str(table.crash_ms)):
        assert secret not in found.text


async def test_a_table_that_cannot_be_asked_hides_no_other(gateway, viewer):
    gateway.entities.refuse("unavailable")
    tables = await read(gateway, viewer, TABLES)
    assert [(each["state"], each["error"]) for each in tables["items"]] == [(None, "unavailable")] * 2


def test_what_staff_see_of_a_table_has_no_field_for_a_secret():
    assert set(TableInspected.__struct_fields__) == {
        "shown",
        "bets",
        "bankroll",
        "allowance",
        "won",
        "round_config_version",
    }
