"""Crash tables for fault tests: their phases are short, and their curves end after two to three seconds.

The rules are the real ones; only the chains are drawn again until every round of them is short.
"""

from collections.abc import Sequence
from itertools import count

from actors.crash.chains.state import Chains
from actors.crash.rules.chain import hash_at, make_links
from actors.crash.rules.config import TableConfig
from actors.crash.rules.point import crash_hundredths
from actors.crash.rules.salt import salt_of
from actors.crash.state import TableState
from actors.crash.table import TableKind
from actors.fairness.sealing import KeySeal
from actors.runtime.entity import Decision, Entropy, Incoming, Rejection
from actors.runtime.entropy import SeededEntropy

PATIENT, HASTY = "patient", "hasty"
"""However long its host was away, the first table resumes; the second voids the round when it was away for long."""
PATIENT_MS, HASTY_MS = 600_000, 1_500
CHAIN_LENGTH = 2
POINT_CENTS = range(112, 120)
"""Their curves last 1.9 to 2.9 s: one or two heartbeats."""
SEEDS_A_CHAIN = 1_000_000
CONTRIBUTIONS = ("ab" * 32,)
"""Of every salt, whoever bets: so that the rounds can be known before."""
TABLES = (
    TableConfig(name=PATIENT, betting_ms=2_500, ended_ms=300, chain_length=CHAIN_LENGTH, resume_ms_max=PATIENT_MS),
    TableConfig(name=HASTY, betting_ms=1_500, ended_ms=300, chain_length=CHAIN_LENGTH, resume_ms_max=HASTY_MS),
)


class ShortEntropy:
    """What a table draws when it commits to its chain number `chains`: the end of the chain, and a nonce."""

    def __init__(self, table: int, chains: int) -> None:
        self._chain = chains * len(TABLES) + table
        self._drawn: list[str] = []

    def seed_hex(self) -> str:
        if not self._drawn:
            self._drawn = short_chain(self._chain)
            self._chain += len(TABLES)
        return self._drawn.pop(0)


def short_chain(number: int) -> list[str]:
    """The seeds of a chain whose rounds are all short, another one for each number."""
    for seed in count(number * SEEDS_A_CHAIN):
        entropy = SeededEntropy(seed)
        drawn = [entropy.seed_hex() for _ in range(2)]
        links, terminating_hash = make_links(drawn[0], CHAIN_LENGTH)
        salt = salt_of(terminating_hash, CONTRIBUTIONS)
        if all(crash_hundredths(hash_at(links, n), salt) in POINT_CENTS for n in range(1, CHAIN_LENGTH + 1)):
            return drawn
    raise AssertionError("unreachable")


def committed(chains: Chains) -> int:
    """How many chains a table has committed to: it keeps only the latest of those that have ended."""
    if chains.current is None:
        return 0
    return 1 + (chains.current.first_n - 1) // CHAIN_LENGTH + (chains.following is not None)


class ShortTables(TableKind):
    """The kind `crash` of hosts under test."""

    def __init__(self, tables: Sequence[TableConfig], seal_keys: Sequence[str]) -> None:
        super().__init__(tables, KeySeal(*seal_keys), contributions=lambda _: CONTRIBUTIONS)
        self._places = {table.name: place for place, table in enumerate(tables)}

    def decide(self, state: TableState, command: Incoming, now_ms: int, entropy: Entropy) -> Decision | Rejection:
        drawing = ShortEntropy(self._places.get(state.key, 0), committed(state.chains))
        return super().decide(state, command, now_ms, drawing)
