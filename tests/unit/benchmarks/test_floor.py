"""The floor commits the rows that a round of the platform leaves."""

from collections import Counter
from itertools import islice

from benchmarks.processes.floor import PLAYERS, Rounds


def test_a_commit_has_each_player_once_and_every_row_of_a_round():
    first, second = islice(Rounds(7).commits(PLAYERS), 2)
    for request, version in ((first, 1), (second, 2)):
        assert len(request.commands) == len(request.rounds) == len(request.outbox) == len(request.parts) == PLAYERS
        assert len(request.transfers) == 2 * PLAYERS
        assert set(Counter(part.key for part in request.parts).values()) == {1}
        assert {(part.expected, part.version) for part in request.parts} == {(version - 1, version)}
    assert [row.seq for row in second.outbox] == list(range(PLAYERS + 1, 2 * PLAYERS + 1))
