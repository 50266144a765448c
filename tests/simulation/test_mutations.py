"""The simulation finds what it is there to find: each mechanism of the core, taken away, breaks a promise.

Two layers often guard the same promise (the fence and the versions of parts, say), so that some mutants take many
histories.
"""

import contextlib
import re
from dataclasses import replace
from unittest.mock import patch

import pytest

from actors.runtime.commit.gate import Gate
from actors.runtime.link.calls import CallLane
from actors.runtime.link.transit import Transit
from actors.runtime.ownership.lease import Lease
from actors.runtime.turns import tells as teller
from actors.runtime.turns.callers import NO_CALLER
from actors.runtime.turns.decide import Turns
from cluster.control.placement.served import ServedShards
from tests.simulation.history import Plan, World, run_history
from tests.simulation.invariants import ROOM_FOR_ALL
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
        activation.release(turn)
        turn.pushes, turn.effects, turn.held = [], [], []
        turn.work = replace(turn.work, caller=NO_CALLER)

    return patch.object(Gate, "add", add_and_show)


def without_holding_reads():
    """Reads, repeats and snapshots leave before what they show is durable."""
    return patch.object(Turns, "_release", lambda self, activation, output: output.release())


def without_redelivery():
    """Any answer to a tell counts as delivery."""
    return patch.object(teller, "_code_of_open", lambda body: "")


def without_age_on_the_way():
    """An envelope counts from its arrival, however long it waited."""
    return patch.object(Transit, "sent_at", lambda self, sent_ms, arrived_ms: arrived_ms)


def without_order_when_sent_again():
    """What an entity's call lane holds is sent again from the newest."""
    hold = CallLane.hold

    def hold_backwards(self):
        hold(self)
        self.pending = dict(reversed(self.pending.items()))

    return patch.object(CallLane, "hold", hold_backwards)


def without_comparing_clocks():
    """A host goes on whatever its clock says."""
    return patch.object(Lease, "_is_in_step", lambda self, monotonic_ms: True)


def without_comparing_what_is_served():
    """The director looks only at who owns a shard."""
    return patch.object(ServedShards, "unserved", lambda *given: {})


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("mutation", "store", "promise"),
    [
        (contextlib.nullcontext, Fenceless, "I4"),
        (contextlib.nullcontext, Forgetful, "I[18]"),
        (without_output_gate, JournalStore, "I[15]"),
        (without_holding_reads, JournalStore, "I5"),
        (without_redelivery, JournalStore, "I1"),
        (without_comparing_clocks, JournalStore, "(clock|I8)"),
        (without_comparing_what_is_served, JournalStore, "I8"),
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


class BusyWorld(World):
    """Two hosts that play two entities to and fro, and none of which stands still."""

    def _freeze_host(self):
        self._move_a_shard()


def busy_history(seed):
    plan = replace(Plan.draw(seed), keys=("a", "b"), players=3, commands=14, hosts=2, gateways=2, think_s=0.1)
    calm = {"poison": False, "activations_max": ROOM_FOR_ALL, "delay_s": 0.01, "doubled": 0.0, "lossy": 0.02}
    return BusyWorld(replace(plan, chaos_s=3.0, gap_s=0.1, attach_timeout_ms=400, **calm)).run()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("mutation", "promise", "first"),
    [(without_age_on_the_way, "receipt: ", 31), (without_order_when_sent_again, "tells: ", 13)],
)
def test_a_core_without_order_or_age_is_found_in_busy_histories(mutation, promise, first):
    """`first` is a seed that shows it today, so that nothing has to be searched; others do as well."""
    assert not busy_history(first)
    with mutation():
        found = (busy_history(seed) for seed in range(first, HISTORIES_MAX))
        assert any(promise in what for broken in found for what in broken)
