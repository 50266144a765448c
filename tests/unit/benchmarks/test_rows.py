"""A run whose commands left too few rows fails."""

import pytest

from benchmarks.reports.report import Rows
from benchmarks.reports.rows import COUNTS, ONE_A_COMMAND, RowsMissing, check_rows

BEFORE = dict.fromkeys(COUNTS, 10)


def rows(commands: int, **written: int) -> Rows:
    """`commands` rows more in each table, but for those that are named."""
    after = {name: 10 + written.get(name.replace(" ", "_"), commands) for name in COUNTS}
    return Rows(commands, BEFORE, after, ONE_A_COMMAND)


def test_one_row_of_each_kind_a_command_is_enough():
    check_rows(rows(100, entity_part=0))


def test_more_rows_than_commands_are_fine():
    check_rows(rows(100, transfer=190, command=101))


@pytest.mark.parametrize("table", ONE_A_COMMAND)
def test_a_single_missing_row_fails_the_run_and_is_named(table: str):
    with pytest.raises(RowsMissing, match=f"{table} 1$"):
        check_rows(rows(100, **{table.replace(" ", "_"): 99}))


def test_payouts_do_not_stand_in_for_missing_bets():
    with pytest.raises(RowsMissing, match="bet transfer 50"):
        check_rows(rows(100, transfer=150, bet_transfer=50))
