"""Checks of each entity's stored state against its ledger, its rounds, its commands and its shard."""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import MsgspecError, json

from actors.player.state import PlayerState
from actors.runtime.commit.stored import Root, unpack_root
from actors.runtime.ownership.shards import shard_of
from cluster.verification.findings import CheckResult
from cluster.verification.stored_states import KINDS, parts_of, readable
from persistence.verification.snapshot import EntityRow


class Books(NamedTuple):
    """The money in a state: balances by currency, rounds played, their stakes and payouts."""

    balances: Mapping[str, int]
    rounds: int
    bet: int
    payout: int


NOTHING = Books({}, 0, 0, 0)


def books_of(state: object) -> Books:
    """Return the books of an entity: only a player holds money."""
    if not isinstance(state, PlayerState):
        return NOTHING
    root = state.root
    return Books(root.balances, root.overall.played, root.overall.wagered, root.overall.paid)


class EntityChecks:
    """Fed with every entity; `horizon_s` is when pruning can last have taken a command (Unix seconds)."""

    def __init__(self, horizon_s: float) -> None:
        self._horizon_s = horizon_s
        self.state = CheckResult(name="state", invariant="I1", claim="the state of every entity is stored and loads")
        self.statistics = CheckResult(
            name="statistics",
            invariant="I1",
            claim="rounds, stakes and payouts in the state are those of the stored rounds",
        )
        self.balances = CheckResult(
            name="balance",
            invariant="I2",
            claim="a balance in the state is the credits less the debits and the last balance_after, and not negative",
        )
        self.version = CheckResult(
            name="entity_version", invariant="I4", claim="the version of an entity is that of its newest command"
        )
        self.placement = CheckResult(
            name="part_placement", invariant="placement", claim="every part is in the shard of its entity"
        )

    def results(self) -> list[CheckResult]:
        return [self.state, self.statistics, self.balances, self.version, self.placement]

    def add(self, row: EntityRow) -> object:
        """Check one entity; return its state, but for parts that cannot be read; None: nothing of it can."""
        entity = f"{row.kind}/{row.key}"
        if row.version is None:
            self.state.add(entity=entity, problem="it has rows but no root part")
            return None
        shard = shard_of(row.kind, row.key)
        if set(row.shards or ()) != {shard}:
            self.placement.add(entity=entity, shard=shard, stored_in=row.shards)
        try:
            root, state = _load(row)
        except (ValueError, MsgspecError) as error:
            self.state.add(entity=entity, problem=str(error))
            return None
        for part in KINDS[row.kind].unreadable(state):
            self.state.add(entity=entity, part=part, problem="it cannot be read (`pitboss parts`)")
        self._check_version(entity, row, root)
        self._check_books(entity, row, books_of(state))
        return state

    def _check_version(self, entity: str, row: EntityRow, root: Root) -> None:
        newest, version = row.command_version or 0, row.version or 0
        may_be_pruned = root.last_turn_ms / 1000 < self._horizon_s
        if newest > version or (newest < version and not may_be_pruned):
            self.version.add(entity=entity, version=version, newest_command=row.command_version)

    def _check_books(self, entity: str, row: EntityRow, books: Books) -> None:
        ledger = json.decode(row.book, type=dict[str, tuple[int, int]])
        for currency in sorted(ledger.keys() | books.balances.keys()):
            balance = books.balances.get(currency, 0)
            net, last = ledger.get(currency, (0, 0))
            if not (balance == net == last and balance >= 0):
                self.balances.add(
                    entity=entity, currency=currency, state=balance, credits_less_debits=net, last_balance_after=last
                )
        stored = (row.rounds, row.bet, row.payout)
        if stored != books[1:]:
            self.statistics.add(entity=entity, state=list(books[1:]), rounds=list(stored))


def _load(row: EntityRow) -> tuple[Root, object]:
    kind = KINDS.get(row.kind)
    if kind is None:
        raise ValueError(f"this program knows no entities of kind {row.kind!r}")
    parts = parts_of(row)
    return unpack_root(parts[kind.parts[0]].data), kind.load(row.key, readable(parts, kind.parts))
