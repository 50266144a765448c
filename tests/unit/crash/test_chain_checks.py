"""`pitboss verify` follows the past chains of a table: what a sound table leaves behind holds, each change is found."""

import json
from base64 import b64encode

import pytest

from actors.crash.chains import keeper
from actors.crash.facts import ChainCommitted, ChainFiled, ChainSalted, VoidedFiled
from actors.crash.rules.chain import CHECKPOINT_EVERY, make_links
from cluster.verification.games.chains import ChainChecks, leads_to
from persistence.verification.chains import ChainRows, FiledChain, StoredSalt
from tests.unit.crash.test_filed_chains import CHAIN_LENGTH, ROUNDS, play, table_of


def of_table(table):
    """The rows of a table, as they are stored."""
    rows = ChainRows([], {}, {}, set(), [])
    for fact in table.facts:
        match fact:
            case ChainFiled():
                rows.filed.append(FiledChain("main", fact.once(), json.dumps(fact.columns(), default=_as_text)))
            case ChainCommitted():
                rows.committed["main", fact.terminating_hash] = fact.length
            case ChainSalted():
                rows.salted["main", fact.terminating_hash] = StoredSalt(
                    fact.salt, fact.round_id, json.dumps(fact.contributions)
                )
            case VoidedFiled():
                rows.voided.add(("main", fact.n))
    settled = [body for _, body in table.tells if body.TYPE == "stake.settled"]
    rows.refunded.extend({body.round_id for body in settled if body.how == "refunded"})
    return rows


def _as_text(value):
    return b64encode(value).decode()


@pytest.fixture
def table(monkeypatch):
    monkeypatch.setattr(keeper, "VOIDED_KEPT_MAX", 1)
    played = table_of()
    play(played, ROUNDS + 4 * CHAIN_LENGTH)
    return played


def checked(table, rows):
    checks = ChainChecks()
    checks.add(table.state)
    chains, voided = checks.results(rows)
    return chains, voided


def test_what_a_table_leaves_behind_holds(table):
    rows = of_table(table)
    assert len(rows.filed) > 2
    assert rows.voided
    assert rows.refunded
    chains, voided = checked(table, rows)
    assert (chains.holds, voided.holds) == (True, True), (chains.examples, voided.examples)


def changed(rows, place=1, **fields):
    row = rows.filed[place]
    rows.filed[place] = row._replace(data=json.dumps(json.loads(row.data) | fields))


CHANGES = {
    "a row is gone": lambda rows: rows.filed.pop(1),
    "the first row is gone": lambda rows: rows.filed.pop(0),
    "the last row is gone": lambda rows: rows.filed.pop(),
    "it is longer": lambda rows: changed(rows, length=CHAIN_LENGTH + 1),
    "it has another end": lambda rows: changed(rows, checkpoints=_as_text(b"x" * 32)),
    "it leads nowhere": lambda rows: changed(rows, checkpoints=""),
    "it has another salt": lambda rows: changed(rows, salt="ab" * 32),
    "it has no salt": lambda rows: changed(rows, salt=""),
    "its salt is of another round": lambda rows: changed(rows, salted_n=99),
    "its salt is of other bets": lambda rows: changed(rows, contributions=["ab" * 32]),
    "it was never committed to": lambda rows: rows.committed.clear(),
    "a round of another is voided": lambda rows: changed(rows, voided=[999]),
    "it is no chain": lambda rows: changed(rows, length="two"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_a_past_chain_is_found(table, change):
    rows = of_table(table)
    CHANGES[change](rows)
    chains, _ = checked(table, rows)
    assert not chains.holds
    assert chains.examples


def test_a_refunded_round_that_nothing_calls_voided_is_found(table):
    rows = of_table(table)
    _, voided = checked(table, rows._replace(refunded=["main-2", *rows.refunded, "gone-1"]))
    assert voided.examples == [{"round_id": "main-2", "problem": "its stakes went back"}]


def test_a_voided_round_that_was_never_played_is_found(table):
    rows = of_table(table)
    _, voided = checked(table, rows._replace(voided=rows.voided | {("main", 10_000)}))
    assert voided.examples == [{"round_id": "main-10000", "problem": "it was never played"}]


@pytest.mark.parametrize("length", [1, 2, CHECKPOINT_EVERY, CHECKPOINT_EVERY + 1, 2 * CHECKPOINT_EVERY])
def test_links_lead_to_their_terminating_hash_and_others_do_not(length):
    links, terminating = make_links("ab" * 32, length)
    assert leads_to(length, links.checkpoints, terminating)
    assert not leads_to(length, links.checkpoints, "cd" * 32)
    assert not leads_to(length + CHECKPOINT_EVERY, links.checkpoints, terminating)
    broken = bytearray(links.checkpoints)
    broken[-1] ^= 1
    assert not leads_to(length, bytes(broken), terminating)
