"""Chains that are long over leave the state of their table as rows, and every round of theirs is proved as before."""

from typing import Any

import msgspec
import pytest
from prometheus_client import CollectorRegistry

from actors.crash.chains import keeper
from actors.crash.chains.filed import as_voided, filed_place, filed_proof, may_be_voided
from actors.crash.chains.messages import RoundGet, TableRoundProof
from actors.crash.chains.state import FILED_AT_ONCE_MAX, PLAYED_CHAINS_MAX
from actors.crash.facts import ChainFiled, VoidedFiled, place_of
from actors.crash.round import BEAT_MS
from actors.crash.rules.config import TableConfig
from actors.crash.rules.salt import contributions_of
from actors.crash.state import PARTS
from actors.crash.table_messages import TableGet
from actors.runtime.commit.rows import TurnRows
from actors.runtime.entity import Rejection
from cluster.processes.metrics import HostCounters
from persistence.entities.records import CommandRow
from persistence.memory.rounds import MemoryRounds
from persistence.rounds import FILED_CHAIN, FILED_VOIDED
from tests.unit.crash.tables import Table

COMMAND = CommandRow(7, "ab" * 16, "crash", "main", "timer", "c1", 3, b"hash", True, b"{}", 1)
CHAIN_LENGTH = 2
CHAINS = PLAYED_CHAINS_MAX + 3
ROUNDS = CHAINS * CHAIN_LENGTH


def answered(table: Table, name: str) -> Any:
    return table.kind.answer(table.state, RoundGet(round_id=name), 0)


def play(table: Table, rounds: int) -> dict[str, TableRoundProof]:
    """Let rounds go by, some with bets, some voided; the proof of each as the table gives it when it is just over."""
    proofs = {}
    for _ in range(rounds):
        n = table.state.root.n
        if n % 3:
            table.bet("ann", number=n)
        table.reach("running")
        if n % 4 == 1:
            table.die(lost_ms=table.config.resume_ms_max + BEAT_MS)
        table.reach("ended")
        name = table.state.round_id()
        proofs[name] = answered(table, name)
        table.reach("betting")
    return proofs


def table_of(chain_length: int = CHAIN_LENGTH) -> Table:
    return Table(TableConfig(chain_length=chain_length), contributions=contributions_of)


def filed(table: Table) -> list[ChainFiled]:
    return [fact for fact in table.facts if isinstance(fact, ChainFiled)]


def stored(table: Table) -> MemoryRounds:
    """The rows that the table has left behind."""
    rows, rounds = TurnRows(COMMAND), MemoryRounds()
    for fact in table.facts:
        if isinstance(fact, ChainFiled | VoidedFiled):
            fact.add_rows(rows)
    for row in rows.facts:
        assert row.type in {FILED_CHAIN, FILED_VOIDED}
        assert row.once is not None
        if row.type == FILED_CHAIN:
            rounds.filed[row.key, row.once] = msgspec.json.decode(row.data)
        else:
            rounds.voided.add((row.key, row.once))
    return rounds


async def from_row(rounds: MemoryRounds, name: str) -> TableRoundProof | None:
    return filed_proof(name, await rounds.filed_chain(*filed_place(name)))


async def proved(table: Table, rounds: MemoryRounds, name: str) -> TableRoundProof | None:
    """The proof of a round as whoever asks for it gets it, from the table and from rows."""
    kept = answered(table, name)
    proof = await from_row(rounds, name) if isinstance(kept, Rejection) else kept
    if proof is not None and may_be_voided(proof) and await rounds.is_filed_voided(*filed_place(name)):
        return as_voided(proof)
    return proof


async def test_every_round_is_proved_for_ever_by_the_table_or_by_a_row():
    table = table_of()
    proofs = play(table, ROUNDS)
    rows = stored(table)
    assert {proof.state for proof in proofs.values()} == {"crashed", "voided"}
    for name, proof in proofs.items():
        now = answered(table, name)
        is_filed = isinstance(now, Rejection)
        assert (await from_row(rows, name) if is_filed else now) == proof, name
        assert not is_filed or now == Rejection("not_found")
    gone = [name for name in proofs if isinstance(answered(table, name), Rejection)]
    assert gone == [f"main-{n}" for n in range(1, len(filed(table)) * CHAIN_LENGTH + 1)]
    assert {proofs[name].state for name in gone} == {"crashed", "voided"}


def test_the_state_keeps_a_bounded_number_of_chains_and_their_voided_rounds():
    table = table_of()
    for _ in range(CHAINS):
        play(table, CHAIN_LENGTH)
        chains = table.state.chains
        assert len(chains.played) <= PLAYED_CHAINS_MAX
        assert all(n >= chains.played[0].first_n for n in chains.voided)
    assert len(chains.played) == PLAYED_CHAINS_MAX
    assert [chain.first_n for chain in filed(table)] == [1, 3, 5]
    assert chains.voided != []
    assert {n for chain in filed(table) for n in chain.voided} & set(chains.voided) == set()


async def test_a_table_that_has_kept_everything_lets_go_of_it_bit_by_bit_and_loses_nothing(monkeypatch):
    table = table_of()
    with monkeypatch.context() as former:
        former.setattr(keeper, "PLAYED_CHAINS_MAX", 1_000)
        proofs = play(table, ROUNDS + 2 * FILED_AT_ONCE_MAX * CHAIN_LENGTH)
    assert filed(table) == []
    table.die()
    table.reach("ended")
    table.reach("betting")
    assert len(filed(table)) == FILED_AT_ONCE_MAX
    proofs |= play(table, ROUNDS)
    assert len(table.state.chains.played) <= PLAYED_CHAINS_MAX
    assert len({chain.first_n for chain in filed(table)}) == len(filed(table))
    rows = stored(table)
    for name, proof in proofs.items():
        now = answered(table, name)
        assert (await from_row(rows, name) if isinstance(now, Rejection) else now) == proof, name


async def test_without_its_table_a_row_proves_no_round_but_those_of_its_chain():
    table = table_of()
    play(table, ROUNDS)
    rows, last = stored(table), len(filed(table)) * CHAIN_LENGTH
    assert await from_row(rows, f"main-{last}") is not None
    for name in ("main-0", f"main-{last + 1}", "high-1", "main-x", "main", "", "main-" + "9" * 20):
        assert await from_row(rows, name) is None, name


def test_what_leaves_the_state_is_over_and_holds_nothing_of_what_is_secret():
    table = table_of()
    play(table, ROUNDS)
    current = table.state.chains.current
    assert current is not None
    assert all(chain.first_n + chain.length <= current.first_n for chain in filed(table))
    kept = {current.terminating_hash, *(chain.terminating_hash for chain in table.state.chains.played)}
    assert kept.isdisjoint(chain.terminating_hash for chain in filed(table))


def test_the_table_is_stored_and_shown_as_before():
    table = table_of()
    play(table, ROUNDS)
    shown = table.kind.answer(table.state, TableGet(), table.now)
    parts = {part: table.kind.dump(table.state, part) for part in PARTS}
    state = table.kind.load("main", parts)
    assert state.chains == table.state.chains
    assert [len(chain) for chain in msgspec.msgpack.decode(parts["chain"].data)[2]] == [7] * len(state.chains.played)
    assert table.kind.answer(state, TableGet(), table.now) == shown


async def test_so_many_voided_rounds_are_kept_and_the_rest_are_rows_that_still_say_so(monkeypatch):
    monkeypatch.setattr(keeper, "VOIDED_KEPT_MAX", 2)
    table = table_of(chain_length=6)
    proofs = play(table, ROUNDS + 40)
    assert len(table.state.chains.voided) <= 2
    rows = stored(table)
    assert {proof.state for name, proof in proofs.items() if filed_place(name) in rows.voided} == {"voided"}
    assert any(isinstance(answered(table, f"main-{int(place)}"), TableRoundProof) for _, place in rows.voided)
    assert any(isinstance(answered(table, f"main-{int(place)}"), Rejection) for _, place in rows.voided)
    for name, proof in proofs.items():
        assert await proved(table, rows, name) == proof, name


async def test_a_table_that_has_kept_every_voided_round_lets_go_of_them_bit_by_bit(monkeypatch):
    table = table_of(chain_length=1_000)
    proofs = play(table, 40)
    kept = len(table.state.chains.voided)
    assert kept > 6
    monkeypatch.setattr(keeper, "VOIDED_KEPT_MAX", 2)
    monkeypatch.setattr(keeper, "VOIDED_FILED_AT_ONCE_MAX", 3)
    table.die()
    table.reach("ended")
    table.reach("betting")
    assert len(table.state.chains.voided) == kept - 3
    proofs |= play(table, 8)
    assert len(table.state.chains.voided) <= 3
    rows = stored(table)
    for name, proof in proofs.items():
        assert await proved(table, rows, name) == proof, name


def test_what_leaves_the_state_at_its_bounds_is_counted(monkeypatch):
    monkeypatch.setattr(keeper, "VOIDED_KEPT_MAX", 1)
    table, registry = table_of(), CollectorRegistry()
    play(table, ROUNDS)
    counters = HostCounters(registry)
    for fact in table.facts:
        if fact.COUNTED:
            counters.counted(fact)
    voided = sum(isinstance(fact, VoidedFiled) for fact in table.facts)
    assert voided > 0
    assert registry.get_sample_value("crash_filed_total", {"what": "voided"}) == voided
    assert registry.get_sample_value("crash_filed_total", {"what": "chain"}) == len(filed(table))


@pytest.mark.parametrize(("n", "place"), [(1, "0" * 14 + "1"), (10**15 - 1, "9" * 15)])
def test_places_sort_as_numbers_do(n, place):
    assert place_of(n) == place
    assert place_of(9) < place_of(10) < place_of(101)
