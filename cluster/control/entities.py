"""Which entities there are, for those who ask for one by name."""

from actors.kinds import entity_kinds
from actors.money.economy import EconomyConfig
from cluster.control.errors import ControlError
from persistence.errors import StoreError
from persistence.postgres.entities.store import PostgresStore

USER = "user"


def known_kind(kind: str) -> None:
    """Raise ControlError, with those that there are, when there is no such kind of entities."""
    kinds = entity_kinds(EconomyConfig())
    if kind not in kinds:
        raise ControlError(f"there are no entities of kind {kind!r}; the kinds are {', '.join(sorted(kinds))}")


async def check_stored(database_url: str, kind: str, key: str) -> None:
    """Raise ControlError when nothing of an entity is stored, or the database is out of reach."""
    try:
        store = await PostgresStore.connect(database_url, lease_ttl_ms=5_000)
        try:
            stored = await store.load([(kind, key)])
        finally:
            await store.close()
    except StoreError as error:
        raise ControlError(f"the database cannot be asked for {kind}/{key}: {error}") from None
    if not stored.get((kind, key)):
        raise ControlError(f"there is no entity {kind}/{key}")
