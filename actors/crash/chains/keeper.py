"""Keeps the hash chains of a table: commits to them, seals them, gives them their salt, and proves rounds by them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from msgspec import structs

from actors.crash import view as table_view
from actors.crash.chains.filed import end_of, named
from actors.crash.chains.messages import TableRoundProof
from actors.crash.chains.state import (
    FILED_AT_ONCE_MAX,
    PLAYED_CHAINS_MAX,
    VOIDED_FILED_AT_ONCE_MAX,
    VOIDED_KEPT_MAX,
    Chain,
    PlayedChain,
)
from actors.crash.facts import ChainCommitted, ChainFiled, ChainOpened, ChainResealed, ChainSalted, VoidedFiled
from actors.crash.rules.chain import Links, hash_at, hash_before, make_links
from actors.crash.rules.curve import reached_ms
from actors.crash.rules.point import crash_hundredths
from actors.crash.rules.salt import contributions_of, salt_of
from actors.crash.state import Secret, TableState
from actors.fairness.sealing import Seal, draw_nonce
from actors.runtime.entity import Entropy, Rejection
from actors.runtime.facts import Fact

SECRET_PHASES = frozenset({"betting", "closing", "running"})


class Contributions(Protocol):
    """Makes of the ids of a round's bets what a salt is made of; see `contributions_of`."""

    def __call__(self, bet_ids: Iterator[str], /) -> tuple[str, ...]: ...


class ChainKeeper:
    """The chains of tables under one `seal`; without one it proves rounds that are over, and no more."""

    def __init__(self, seal: Seal | None, contributions: Contributions = contributions_of) -> None:
        self._seal = seal
        self._contributions = contributions

    def is_given(self) -> bool:
        """Return whether there is a seal: the secret of a round can be known."""
        return self._seal is not None

    # --- facts ---

    def commit(self, table: str, length: int, entropy: Entropy) -> ChainCommitted:
        """Return a new chain of `length` rounds, without a salt yet."""
        links, terminating_hash = make_links(entropy.seed_hex(), length)
        sealed = self._given().close(links.checkpoints, draw_nonce(entropy), _context(table, terminating_hash))
        return ChainCommitted(length=links.length, terminating_hash=terminating_hash, sealed=sealed)

    def reseal(self, state: TableState, entropy: Entropy) -> Iterator[ChainResealed]:
        """Yield chains, sealed under the key that is used now, that a former one has sealed."""
        seal = self._given()
        for chain in (state.chains.current, state.chains.following):
            if chain is None or seal.is_current(chain.sealed):
                continue
            context = _context(state.key, chain.terminating_hash)
            sealed = seal.close(seal.open(chain.sealed, context), draw_nonce(entropy), context)
            yield ChainResealed(terminating_hash=chain.terminating_hash, sealed=sealed)

    def filed(self, state: TableState) -> Iterator[ChainFiled]:
        """Yield the oldest chains that are too many as the next round opens, of the next chain if this one is over."""
        current, played, voided = state.chains.current, state.chains.played, state.chains.voided
        is_over = current is not None and state.root.index >= current.length
        surplus = max(0, len(played) + is_over - PLAYED_CHAINS_MAX)
        for chain in islice(played, min(surplus, FILED_AT_ONCE_MAX)):
            numbers = range(chain.first_n, chain.first_n + chain.length)
            yield ChainFiled(**structs.asdict(chain), voided=tuple(n for n in voided if n in numbers))

    def filed_voided(self, state: TableState, filed: Iterable[Fact]) -> Iterator[VoidedFiled]:
        """Yield the oldest voided rounds that are too many beside those of the chains that are `filed` in this turn."""
        end_n = max((fact.first_n + fact.length for fact in filed if isinstance(fact, ChainFiled)), default=0)
        voided = [n for n in state.chains.voided if n >= end_n]
        surplus = max(0, len(voided) - VOIDED_KEPT_MAX)
        yield from (VoidedFiled(n=n) for n in voided[: min(surplus, VOIDED_FILED_AT_ONCE_MAX)])

    def opened(self, state: TableState) -> ChainOpened:
        """Return that the next chain begins: nothing of the present one is secret any more."""
        current = state.chains.current
        assert current is not None
        return ChainOpened(checkpoints=self._links(state.key, current).checkpoints)

    def salted(self, state: TableState) -> Iterator[ChainSalted]:
        """Yield the salt of the present chain when it has none and betting closes in a round that has bets."""
        chain = state.chains.current
        assert chain is not None
        contributions = () if chain.salt else self._contributions(bet.bet_id for bet in state.bets())
        if contributions:
            yield ChainSalted(
                terminating_hash=chain.terminating_hash,
                salt=salt_of(chain.terminating_hash, contributions),
                round_id=state.round_id(),
                contributions=contributions,
            )

    # --- secrets and proofs ---

    def secret(self, state: TableState) -> Secret:
        """Return the end of the open round."""
        chain = state.chains.current
        assert chain is not None
        game_hash = hash_at(self._links(state.key, chain), state.root.index)
        point = crash_hundredths(game_hash, chain.salt_at(state.root.n))
        return Secret(game_hash, point, reached_ms(point))

    def proof(self, state: TableState, name: str) -> TableRoundProof | Rejection:
        """Return the proof of the round of that name, as far as it is revealed.

        What the state keeps no more is `not_found`, as what never was: `actors.crash.chains.filed` proves it. A round
        that it calls crashed may have been voided so long ago that a row alone says so (`filed.as_voided`).
        """
        table, n = named(name)
        if table != state.key or not 1 <= n <= state.root.n:
            return Rejection("not_found")
        current = state.chains.current
        assert current is not None
        chain = _chain_of(n, current, state.chains.played)
        if chain is None:
            return Rejection("not_found")
        if n == state.root.n and state.root.phase in SECRET_PHASES:
            return table_view.proof(table, n, chain, game_hash="", end=state.root.phase)
        game_hash = self._revealed(state, chain, n - chain.first_n + 1)
        return table_view.proof(table, n, chain, game_hash=game_hash, end=end_of(n, state.chains.voided))

    def _revealed(self, state: TableState, chain: Chain | PlayedChain, index: int) -> str:
        """Return the hash of a round that is over. Without a seal it is found from the last one that was revealed."""
        if isinstance(chain, PlayedChain) or self._seal is not None:
            return hash_at(self._links(state.key, chain), index)
        root = state.root
        last_index = root.index - (root.phase in SECRET_PHASES)
        return hash_before(root.last_hash, last_index - index)

    def _links(self, table: str, chain: Chain | PlayedChain) -> Links:
        if isinstance(chain, PlayedChain):
            return Links(chain.length, chain.checkpoints)
        return Links(chain.length, self._given().open(chain.sealed, _context(table, chain.terminating_hash)))

    def _given(self) -> Seal:
        assert self._seal is not None, "tables whose kind has no seal can be read, but open no rounds"
        return self._seal


def _chain_of(n: int, current: Chain, played: Sequence[PlayedChain]) -> Chain | PlayedChain | None:
    """Return the chain of round `n`, which is no later than the present one; None: it is not kept any more."""
    if n >= current.first_n:
        return current
    return next((chain for chain in reversed(played) if chain.first_n <= n), None)


def _context(table: str, terminating_hash: str) -> str:
    """Return the context that binds a sealed chain to its table."""
    return f"crash/{table}/{terminating_hash}"
