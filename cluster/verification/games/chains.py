"""The check of the hash chains of crash tables that are over, from their rows and the states of their tables.

A chain is walked from its end to its terminating hash: 100,000 rounds take part of a second.
"""

from binascii import hexlify
from collections.abc import Iterator
from hashlib import sha256

import msgspec
from msgspec import MsgspecError

from actors.crash.chains.filed import named
from actors.crash.facts import ChainFiled, place_of
from actors.crash.rules.chain import CHECKPOINT_EVERY, HASH_BYTES
from actors.crash.state import TableState, round_id
from cluster.verification.findings import CheckResult
from persistence.verification.chains import ChainRows, FiledChain, StoredSalt


class ChainChecks:
    """Fed with the state of every table."""

    def __init__(self) -> None:
        self._kept_from: dict[str, int] = {}
        self._rounds: dict[str, int] = {}
        self._voided: set[tuple[str, int]] = set()
        self._next_n: dict[str, int] = {}
        self.chains = CheckResult(
            name="crash_chains",
            invariant="fairness",
            claim="past chains of a table follow one another without a gap, were committed to and salted as they say,"
            " and lead to their terminating hashes",
        )
        self.voided = CheckResult(
            name="crash_voided",
            invariant="fairness",
            claim="a round whose stakes went back is proved as voided, and what is voided is a round that was played",
        )

    def add(self, state: TableState) -> None:
        """Take up the chains that a table keeps."""
        chains = state.chains
        if chains.current is None:
            return
        self._kept_from[state.key] = min([chains.current.first_n, *(chain.first_n for chain in chains.played)])
        self._rounds[state.key] = state.root.n
        self._voided |= {(state.key, n) for n in chains.voided}

    def results(self, rows: ChainRows) -> list[CheckResult]:
        """Return the checks, after the last table."""
        voided = self._voided | rows.voided
        for row in rows.filed:
            try:
                filed = msgspec.json.decode(row.data, type=ChainFiled, strict=False)
            except MsgspecError as error:
                self.chains.add(table=row.table, place=row.place, problem=str(error))
                continue
            voided |= {(row.table, n) for n in filed.voided}
            for problem in self._problems(row, filed, rows):
                self.chains.add(table=row.table, first_n=filed.first_n, problem=problem)
            self._next_n[row.table] = filed.first_n + filed.length
        for table, first_n in self._kept_from.items():
            if first_n != self._next_n.get(table, 1):
                self.chains.add(table=table, kept_from=first_n, filed_before=self._next_n.get(table, 1))
        self._check_voided(voided, rows)
        return [self.chains, self.voided]

    def _check_voided(self, voided: set[tuple[str, int]], rows: ChainRows) -> None:
        for name in rows.refunded:
            table, n = named(name)
            if table in self._rounds and (table, n) not in voided:
                self.voided.add(round_id=name, problem="its stakes went back")
        for table, n in sorted(voided):
            if not 1 <= n <= self._rounds.get(table, n):
                self.voided.add(round_id=round_id(table, n), problem="it was never played")

    def _problems(self, row: FiledChain, filed: ChainFiled, rows: ChainRows) -> Iterator[str]:
        chain = (row.table, filed.terminating_hash)
        if filed.first_n != self._next_n.get(row.table, 1) or row.place != place_of(filed.first_n):
            yield f"its first round should be {self._next_n.get(row.table, 1)}"
        if rows.committed.get(chain, filed.length if _is_of_former_release(filed) else 0) != filed.length:
            yield "it was not committed to with this length"
        if not _is_salted(filed, row.table, rows.salted.get(chain)):
            yield "it has another salt than was fixed"
        if not leads_to(filed.length, filed.checkpoints, filed.terminating_hash):
            yield "its hashes do not lead to its terminating hash"
        if any(not 0 <= n - filed.first_n < filed.length for n in filed.voided):
            yield "a voided round is none of its rounds"


def leads_to(length: int, checkpoints: bytes, terminating_hash: str) -> bool:
    """Return whether the links of a chain, as `actors.crash.rules.chain` keeps them, are those of its commitment."""
    kept = [checkpoints[place : place + HASH_BYTES] for place in range(0, len(checkpoints), HASH_BYTES)]
    if length < 1 or len(kept) != -(-length // CHECKPOINT_EVERY):
        return False
    for place, digest in enumerate(kept):
        steps = min(CHECKPOINT_EVERY, length - place * CHECKPOINT_EVERY)
        for _ in range(steps):
            digest = sha256(hexlify(digest)).digest()
        if digest != (kept[place + 1] if place + 1 < len(kept) else bytes.fromhex(terminating_hash)):
            return False
    return True


def _is_of_former_release(filed: ChainFiled) -> bool:
    """Return whether the salt was drawn with the chain: such chains were committed to in states alone."""
    return bool(filed.salt) and not filed.salted_n


def _is_salted(filed: ChainFiled, table: str, fixed: StoredSalt | None) -> bool:
    if fixed is None:
        return not filed.salt or _is_of_former_release(filed)
    contributions = msgspec.json.decode(fixed.contributions, type=tuple[str, ...])
    fixed_as = (fixed.salt, fixed.round_id, contributions)
    return fixed_as == (filed.salt, round_id(table, filed.salted_n), filed.contributions)
