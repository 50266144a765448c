"""Crash tables as they are stored, read without their seal: what is over is proved, what is open stays secret."""

from actors.crash.area import CRASH
from actors.crash.chains.filed import as_voided, filed_place, filed_proof, may_be_voided
from actors.crash.chains.keeper import ChainKeeper
from actors.crash.chains.messages import TableRoundProof
from actors.crash.state import PARTS, TableState, load
from cluster.verification.stored_states import readable
from persistence.postgres.entities.store import PostgresStore
from persistence.postgres.rounds import PostgresRounds

LEASE_TTL_MS = 5_000
"""Bounds statements; nothing is leased."""


async def stored_proof(url: str, round_id: str) -> TableRoundProof | None:
    """Return the proof of a round `TABLE-N`, from the database at `url`; None: there is no such round.

    Raises:
        Unreachable: the database does not answer.
    """
    table, _, _ = round_id.rpartition("-")
    store = await PostgresStore.connect(url, lease_ttl_ms=LEASE_TTL_MS)
    try:
        state = await stored_table(store, table)
    finally:
        await store.close()
    if state is None or state.chains.current is None:
        return None
    kept, rounds, place = ChainKeeper(None).proof(state, round_id), PostgresRounds(url), filed_place(round_id)
    try:
        found = kept if isinstance(kept, TableRoundProof) else filed_proof(round_id, await rounds.filed_chain(*place))
        is_voided = found is not None and may_be_voided(found) and await rounds.is_filed_voided(*place)
        return as_voided(found) if found is not None and is_voided else found
    finally:
        await rounds.close()


async def stored_table(store: PostgresStore, name: str) -> TableState | None:
    """Return a table as it is stored; None: there is none. Raises Unreachable."""
    stored = (await store.load([(CRASH, name)])).get((CRASH, name))
    return None if stored is None else load(name, readable(stored, PARTS))
