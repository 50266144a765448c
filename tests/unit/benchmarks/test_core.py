"""A host and a gateway alone answer every command that they are measured by."""

import pytest

from benchmarks.core.gateway import SOCKETS, gateway_alone
from benchmarks.core.host import PLAYERS, host_alone


@pytest.mark.parametrize(("alone", "commands"), [(host_alone, PLAYERS), (gateway_alone, SOCKETS)])
async def test_a_part_alone_answers_each_command_of_a_round(alone, commands):
    measured = []

    async def measure(work, count):
        await work
        measured.append(count)

    await alone(measure, 1)
    assert sum(measured) == commands
