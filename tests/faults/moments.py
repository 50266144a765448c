"""Moments of a cluster's life, as one sees them in what a host commits: a fault is armed for the next one.

A moment is `any`, `claimed`, one of a bet (`debited`, `accepted`, `settled`), a step of a purchase
(`tests.faults.purchase_moments`) or a table's, `PHASE@TABLE`: a commit after which the table stands in that phase,
while it takes bets one with a bet in it, while the curve runs a heartbeat.
"""

from collections.abc import Callable, Mapping

from msgspec import msgpack

from actors.crash.state import Bet, Root
from actors.runtime.commit.stored import unpack_root
from persistence.entities.records import CommitRequest
from tests.faults.purchase_moments import PURCHASE_STEPS

ANY = "any"
CLAIMED = "claimed"
"""On the host of a player: a mission is claimed."""
DEBITED, ACCEPTED, SETTLED = "debited", "accepted", "settled"
"""On the host of a player: the stake is held, the table has the bet, the bet is over."""


def is_of(moment: str, request: CommitRequest) -> bool:
    """Whether this commit is one of that moment."""
    phase, _, table = moment.partition("@")
    return stands_in(request, table, phase) if table else _MOMENTS[moment](request)


def stands_in(request: CommitRequest, table: str, phase: str) -> bool:
    """Whether the commit leaves the table in a phase, and carries what is worth losing there."""
    parts = {part.part: part.data for part in request.parts if (part.kind, part.key) == ("crash", table)}
    if "root" not in parts:
        return False
    root = msgpack.decode(unpack_root(parts["root"]).data, type=Root)
    bets = [data for name, data in parts.items() if name.startswith("bets.") and msgpack.decode(data, type=list[Bet])]
    return root.phase == phase and {"betting": bool(bets), "running": root.beat_ms > 0}.get(phase, True)


def _is_accepted(request: CommitRequest) -> bool:
    told = any(command.origin.startswith("entity:crash/") for command in request.commands)
    return told and not _is_settled(request)


def _is_settled(request: CommitRequest) -> bool:
    return any(played.game == "crash" for played in request.rounds)


_MOMENTS: Mapping[str, Callable[[CommitRequest], bool]] = {
    ANY: lambda request: bool(request.commands),
    DEBITED: lambda request: any(tell.type == "table.bet" for tell in request.tells),
    ACCEPTED: _is_accepted,
    SETTLED: _is_settled,
    CLAIMED: lambda request: any(fact.type == "mission_claim" for fact in request.facts),
    **PURCHASE_STEPS,
}
