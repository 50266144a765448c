"""The simulation finds what it is there to find: each mechanism of the core, taken away, breaks a promise.

Two layers often guard the same promise (the fence and the versions of parts, say), so that some mutants take many
histories.
"""

import contextlib
import re
from unittest.mock import patch

import pytest

from actors.runtime.commit.gate import Gate
from actors.runtime.turns import tells as teller
from actors.runtime.turns.decide import Turns
from tests.simulation.history import run_history
from tests.simulation.store import JournalStore

HISTORIES_MAX = 1500


class Fenceless(JournalStore):
    """A store that lets everybody commit."""

    def _check_ownership(self, request):
        pass


class Forgetful(JournalStore):
    """A store that says of every lost commit that it did not happen."""

    async def settle(self, batch_id, incarnation):
        return False


def without_output_gate():
    """What a turn shows leaves when the turn ends."""
    add = Gate.add

    def add_and_show(self, activation, turn, dirty):
        add(self, activation, turn, dirty)
        outputs, turn.outputs = turn.outputs, []
        for output in outputs:
            output.release()

    return patch.object(Gate, "add", add_and_show)


def without_holding_reads():
    """Reads, repeats and snapshots leave before what they show is durable."""
    return patch.object(Turns, "_release", lambda self, activation, output: output.release())


def without_redelivery():
    """Any answer to a tell counts as delivery."""
    return patch.object(teller, "_is_final", lambda body: True)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("mutation", "store", "promise"),
    [
        (contextlib.nullcontext, Fenceless, "I4"),
        (contextlib.nullcontext, Forgetful, "I[18]"),
        (without_output_gate, JournalStore, "I[15]"),
        (without_holding_reads, JournalStore, "I5"),
        (without_redelivery, JournalStore, "I1"),
    ],
)
def test_a_core_without_one_of_its_mechanisms_breaks_a_promise(mutation, store, promise):
    with mutation():
        broken = next(filter(None, (run_history(seed, store) for seed in range(HISTORIES_MAX))), [])
    assert any(re.search(rf"\b{promise}:", what) for what in broken), broken


@pytest.mark.timeout(300)
def test_without_the_output_gate_something_acknowledged_is_lost():
    with without_output_gate():
        found = (run_history(seed) for seed in range(HISTORIES_MAX))
        assert any("I1: " in what and "acknowledged" in what for broken in found for what in broken)
