"""A wallet update is one transfer and nothing more, and its figures stand on rows that are there."""

import pytest

from actors.money.amounts import AMOUNT_MAX
from actors.money.wallet import GOLD
from actors.runtime.commit.rows import TurnRows
from actors.runtime.entity import Decision, Incoming, Rejection
from actors.runtime.entropy import SeededEntropy
from benchmarks.processes.load import LoadFailed
from benchmarks.wallet.figures import check
from benchmarks.wallet.kind import WalletState, WalletUpdate, WalletUpdated, wallet_kind
from benchmarks.wallet.servers import Stored
from persistence.entities.records import CommandRow

KIND = wallet_kind()


def decided(gold: int, amount: int):
    player = KIND.create("p")
    player.root.balances[GOLD] = gold
    command = Incoming("c", "user", "ab" * 16, WalletUpdate(amount=amount))
    return player, KIND.decide(player, command, 0, SeededEntropy(1))


def test_an_update_is_one_transfer_without_round_event_or_push():
    player, decision = decided(gold=5, amount=3)
    assert isinstance(decision, Decision)
    rows = TurnRows(CommandRow(1, "ab" * 16, "user", "p", "user", "c", 1, b"", True, b"", 0))
    for fact in decision.facts:
        KIND.apply(player, fact)
        fact.add_rows(rows)
    assert decision.reply == WalletUpdated(gold=8)
    assert [(row.amount, row.balance_after) for row in rows.transfers] == [(3, 8)]
    assert rows.rounds == rows.facts == rows.timers == rows.tells == []
    assert not KIND.announce(player, decision.facts)
    assert not KIND.events(player, decision.facts)
    assert KIND.snapshot(player, 0) == WalletState(gold=8)


def test_a_full_wallet_takes_no_more():
    _, refusal = decided(gold=AMOUNT_MAX, amount=1)
    assert isinstance(refusal, Rejection)


@pytest.mark.parametrize(("commands", "transfers"), [(99, 100), (100, 99)])
def test_figures_without_their_rows_are_refused(commands: int, transfers: int):
    check(Stored(100, 101), 100)
    with pytest.raises(LoadFailed, match="100 updates acknowledged"):
        check(Stored(commands, transfers), 100)
