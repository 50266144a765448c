"""A crash table whose definition changes: with the next round, never within one; closed, and open again."""

from typing import Any

import pytest

from actors.crash.area import crash_area
from actors.crash.table import CLOSED_LOOK_MS, TableKind
from actors.definitions.book import Definitions, Published
from actors.definitions.trial import trial
from tests.unit.crash.tables import CONFIG, SEAL, Table


class DefinedTable(Table):
    """A table that plays by a registry."""

    def __post_init__(self) -> None:
        self.definitions = Definitions([crash_area([CONFIG])])
        self.published: list[Published] = []
        super().__post_init__()
        self.kind = TableKind([], SEAL, self.definitions)

    def publish(self, closed: bool = False, **changed: Any) -> None:
        last = self.definitions.versions("crash", "main")[-1]
        self.published.append(Published("crash", "main", last.version + 1, {**last.source, **changed}, closed))
        self.load(self.definitions)

    def load(self, definitions: Definitions) -> None:
        definitions.replace(definitions.prepare(self.published, prove=True), self.now)
        assert definitions.refused == ()


@pytest.fixture
def table() -> DefinedTable:
    return DefinedTable()


def test_new_limits_hold_from_the_next_round_on_and_its_version_is_recorded(table: DefinedTable) -> None:
    table.publish(bet_min=500)
    assert (table.bet("ann", 100), table.state.root.config_version) == ("", 1)
    table.reach("ended")
    assert table.settled("ann").config_version == 1
    table.reach("betting")
    assert (table.bet("bob", 499), table.bet("cid", 500)) == ("limit_exceeded", "")
    table.reach("ended")
    assert (table.settled("cid").config_version, table.state.root.config_version) == (2, 2)


def test_a_round_ends_by_the_version_it_was_opened_by(table: DefinedTable) -> None:
    table.reach("running")
    table.publish(ended_ms=60_000, betting_ms=1_000)
    table.reach("ended")
    ended_at = table.now
    table.reach("betting")
    assert table.now == ended_at + CONFIG.ended_ms
    assert table.state.root.closes_at == table.now + 1_000
    table.reach("ended")
    ended_at = table.now
    table.reach("betting")
    assert table.now == ended_at + 60_000


def test_a_bigger_bankroll_lets_the_players_of_the_next_round_win_more(table: DefinedTable) -> None:
    before = table.state.root.allowance
    table.publish(bankroll=CONFIG.bankroll * 10)
    assert table.state.root.allowance == before
    table.reach("ended")
    table.reach("betting")
    assert table.state.root.allowance > before * 9


def test_the_next_owner_of_the_table_ends_the_round_by_its_own_version_too(table: DefinedTable) -> None:
    table.publish(bet_min=500)
    table.die()
    fresh = Definitions([crash_area([CONFIG])])
    table.load(fresh)
    table.kind = TableKind([], SEAL, fresh)
    assert table.bet("ann", 100) == ""


def test_a_closed_table_ends_its_round_and_opens_no_other_until_it_is_open_again(table: DefinedTable) -> None:
    assert table.bet("ann", 100) == ""
    table.publish(closed=True)
    table.reach("ended")
    assert table.settled("ann").config_version == 1
    for _ in range(3):
        table.fire()
    assert (table.state.root.phase, table.bet("bob", 100)) == ("ended", "round_closed")
    table.publish()
    table.advance(CLOSED_LOOK_MS)
    assert (table.state.root.phase, table.state.root.config_version) == ("betting", 3)


def test_a_table_that_is_closed_before_it_was_ever_open_does_not_open() -> None:
    definitions = Definitions([crash_area([CONFIG])])
    source = definitions.area("crash")["main"].source
    definitions.replace(definitions.prepare([Published("crash", "main", 2, source, closed=True)]), 0)
    kind = TableKind([], SEAL, definitions)
    assert kind.initial_command(kind.create("main")) is None
    assert kind.initial_command(kind.create("no-such-table")) is None


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"bet_min": 0}, "bet_min"),
        ({"bet_max": 2**53}, "bet_min <= bet_max"),
        ({"bankroll": 1}, "cannot pay"),
        ({"bankroll": 1.5}, "int"),
        ({"betting_ms": True}, "int"),
        ({"chain_length": 2_000_000}, "chain"),
        ({"name": "other"}, "no name"),
        ({"growth": 1}, "no growth"),
    ],
)
def test_a_table_with_an_impossible_number_is_refused(changed: dict[str, Any], says: str) -> None:
    definitions = Definitions([crash_area([CONFIG])])
    source = definitions.area("crash")["main"].source
    with pytest.raises(ValueError, match=says):
        trial(definitions, [Published("crash", "main", 2, {**source, **changed})], 0, ())
    with pytest.raises(ValueError, match="give the table its"):
        trial(definitions, [Published("crash", "main", 2, {"bet_min": 20})], 0, ())
