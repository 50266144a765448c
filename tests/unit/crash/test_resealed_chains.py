"""Another seal key: a table reads its chains under the former one, seals them anew, and its rounds go on unchanged."""

import itertools

import pytest
from cryptography.exceptions import InvalidTag

from actors.crash.facts import ChainResealed
from actors.crash.rules.point import previous_hash
from actors.crash.table import TableKind
from actors.fairness.sealing import KeySeal
from tests.unit.crash.tables import CONFIG, SEAL, Table

FORMER, NEW = "a secret of the settings", "a new secret"


def played(rounds: int) -> Table:
    """A table that has ended some rounds under the former key, so that it knows two chains half-way."""
    table = Table()
    while len(table.ends()) < rounds:
        table.reach("running")
        table.reach("ended")
    return table


def turned(table: Table, *keys: str) -> None:
    """The host is started again with other keys."""
    table.kind = TableKind([CONFIG], KeySeal(*keys))
    table.die()


def test_a_table_seals_all_its_chains_anew_when_the_next_round_opens():
    table = played(CONFIG.chain_length // 2 + 2)
    chains = table.state.chains
    assert chains.current is not None
    assert chains.following is not None
    turned(table, NEW, FORMER)
    table.reach("betting")
    chains = table.state.chains
    assert [fact for fact in table.facts if isinstance(fact, ChainResealed)] != []
    new = KeySeal(NEW)
    assert all(new.is_current(chain.sealed) for chain in (chains.current, chains.following) if chain)
    turned(table, NEW)
    ended = len(table.ends())
    while len(table.ends()) < ended + CONFIG.chain_length:
        table.reach("running")
        table.reach("ended")
    hashes = [end.game_hash for end in table.ends()]
    links = sum(previous_hash(later) == earlier for earlier, later in itertools.pairwise(hashes))
    assert links >= len(hashes) - 1 - len(hashes) // CONFIG.chain_length - 1, "one chain follows the other, unbroken"


def test_nothing_is_sealed_anew_under_the_same_key():
    table = played(3)
    table.die()
    table.reach("running")
    assert [fact for fact in table.facts if isinstance(fact, ChainResealed)] == []


def test_an_open_round_under_a_former_key_ends_as_it_would_have():
    table, other = Table(), Table()
    for each in (table, other):
        each.reach("running")
    turned(table, NEW, FORMER)
    for each in (table, other):
        each.reach("ended")
    assert [end.game_hash for end in table.ends()] == [end.game_hash for end in other.ends()]


def test_without_the_former_key_the_table_cannot_be_loaded():
    table = Table()
    table.reach("running")
    with pytest.raises(InvalidTag):
        turned(table, NEW)
    assert not KeySeal(NEW).is_current(SEAL.close(b"", bytes(12), ""))
