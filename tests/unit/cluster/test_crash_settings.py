"""The settings of crash tables, and what becomes of them in a plan."""

import pytest

from cluster.settings import SettingsError, named_tables, read_settings
from cluster.wiring import Plan


def plan(**environment: str) -> Plan:
    return Plan.of_settings(read_settings({f"PITBOSS_{name}": value for name, value in environment.items()}))


def test_there_is_one_table_by_default_and_it_takes_the_stakes_of_all_games():
    (table,) = plan(BET_MIN="30").tables()
    assert (table.name, table.bet_min, table.bet_max, table.betting_ms) == ("main", 30, 1_000_000, 5_000)


def test_tables_may_have_stakes_of_their_own():
    tables = plan(CRASH_TABLES="main, high:1000:50000", CRASH_BETTING_MS="800", CRASH_ENDED_MS="0").tables()
    assert [(table.name, table.bet_min, table.bet_max) for table in tables] == [
        ("main", 20, 1_000_000),
        ("high", 1_000, 50_000),
    ]
    assert {(table.betting_ms, table.ended_ms) for table in tables} == {(800, 0)}


def test_an_empty_variable_is_one_that_is_not_set():
    assert plan(CRASH_TABLES="").tables() == plan().tables()


@pytest.mark.parametrize("tables", [",", "Main", "main:5", "main:0:5", "main:50:20", "main,main", "a b", "main:1:2:3"])
def test_tables_that_cannot_be_are_refused(tables):
    with pytest.raises(SettingsError, match="PITBOSS_CRASH_TABLES"):
        read_settings({"PITBOSS_CRASH_TABLES": tables})


@pytest.mark.parametrize(
    "settings",
    [{"CRASH_BANKROLL": "1000"}, {"CRASH_TABLES": "main:1:9000000000000000"}],
)
def test_a_table_whose_numbers_make_no_sense_is_no_table(settings):
    with pytest.raises(ValueError, match=r"must be|cannot pay"):
        plan(**settings).tables()


def test_hosts_are_told_of_tables_and_the_seal_and_gateways_of_names():
    made = plan(CRASH_TABLES="main,high", SEAL_KEY="s" * 40, SEAL_KEYS_OLD=f"{'o' * 40},{'p' * 40}")
    (host,) = made.director().hosts
    assert [table.name for table in host.tables] == ["main", "high"]
    assert host.seal_keys == ("s" * 40, "o" * 40, "p" * 40)
    assert made.settings.seal_keys == host.seal_keys
    assert named_tables("main,high") == [("main", 0, 0), ("high", 0, 0)]
