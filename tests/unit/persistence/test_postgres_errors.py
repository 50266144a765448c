"""The meaning of what Postgres raises: of states that nobody has listed, too."""

import asyncpg
import pytest

from persistence.errors import Fenced, OutcomeUnknown, RefusedData, RepeatedCommand, StoreError, Unreachable
from persistence.postgres.errors import call_error, commit_error, ends_connection


def raised(state: str, table: str = "") -> asyncpg.PostgresError:
    """What asyncpg raises for a state."""
    error = asyncpg.PostgresError("the message of the server")
    error.sqlstate, error.table_name = state, table
    return error


@pytest.mark.parametrize(
    ("state", "meaning"),
    [
        ("PB001", Fenced),
        ("23514", RefusedData),
        ("40P01", Unreachable),
        ("53300", Unreachable),
        ("57014", Unreachable),
        ("57P01", OutcomeUnknown),
        ("08006", OutcomeUnknown),
        ("55P03", Unreachable),
    ],
)
def test_a_state_that_is_known_means_what_the_table_says(state: str, meaning: type[StoreError]) -> None:
    assert type(commit_error(raised(state))) is meaning


@pytest.mark.parametrize(
    "state", ["42P01", "42883", "0A000", "P0001", "54000", "XX000", "XX001", "F0000", "PB999", "ZZ999"]
)
def test_any_other_state_refuses_the_data_so_that_one_entity_is_at_fault_and_not_the_host(state: str) -> None:
    assert type(commit_error(raised(state))) is RefusedData
    assert type(call_error(raised(state))) is RefusedData


def test_a_key_that_is_there_is_a_repeat_only_in_the_table_of_commands() -> None:
    assert type(commit_error(raised("23505", "command_p1"))) is RepeatedCommand
    assert type(commit_error(raised("23505", "transfer_p1"))) is RefusedData


@pytest.mark.parametrize(("state", "ends"), [("42883", True), ("XX000", True), ("57P01", True), ("23514", False)])
def test_a_statement_that_a_migration_may_have_changed_is_prepared_again(state: str, *, ends: bool) -> None:
    assert ends_connection(raised(state)) is ends
