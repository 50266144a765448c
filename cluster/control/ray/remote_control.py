"""Orders and questions to a running platform: its actors, reached through Ray by their names.

Ray takes a second to import, so that it is imported when the connection opens, after anything that may be refused.
"""

import asyncio
import logging
import os
from collections.abc import Coroutine, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from actors.runtime.ownership.shards import shard_of
from cluster.control.entities import USER, check_stored, known_kind
from cluster.control.errors import ControlError
from cluster.control.players import player_named
from cluster.control.ray.node import NAMESPACE
from persistence.errors import StoreError
from persistence.postgres.entities.store import PostgresStore
from persistence.postgres.identity.accounts import PostgresAccounts

CALL_TIMEOUT_S = 10.0
ORDER_TIMEOUT_S = 120.0
KEPT = ("pid", "postgres_url", "redis_url", "kafka_url", "dashboard_url", "url")
"""What a platform has written down that its status shows."""
Answer = TypeVar("Answer")


class RemoteControl:
    """A connection to the platform that `found` describes, as `running_platform` returns it.

    Every call raises ControlError when an actor does not run, does not answer in time, or refuses.
    """

    def __init__(self, found: dict[str, Any], data_dir: Path) -> None:
        self._found = found
        os.environ["RAY_AUTH_MODE"] = "token"
        os.environ["RAY_AUTH_TOKEN_PATH"] = str((data_dir / "ray.token").absolute())

    def __enter__(self) -> Self:
        import ray

        try:
            ray.init(
                address=self._found["ray_address"],
                namespace=NAMESPACE,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
        except (ConnectionError, RuntimeError) as error:
            raise ControlError(f"Ray does not answer at {self._found['ray_address']}: {error}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import ray

        ray.shutdown()

    def status(self) -> dict[str, Any]:
        """Return `{pid, url, postgres_url, redis_url, kafka_url, dashboard_url, cluster, waits_for, homeless_shards,
        hosts, gateways, relays}`.

        The last three are lists of processes; one that does not answer has a `name` and an `error`.
        """
        director: dict[str, Any] = self._call("director", "status")
        kept = {name: self._found.get(name, "") for name in KEPT}
        return kept | director | {each: self._described(self._found.get(each, ())) for each in ("gateways", "relays")}

    def direct(self, order: str, *arguments: Any) -> Any:
        """Give the director an order (`drain`, `undrain`, `rebalance`, `scale`) and wait until it is carried out."""
        return self._call("director", order, *arguments, timeout_s=ORDER_TIMEOUT_S)

    def inspect(self, kind: str, key: str) -> dict[str, Any]:
        """Return one entity as its owner shows it; see `HostProcess.inspect`.

        A player also has `player`: `player_named` says who `key` was taken for.

        Raises:
            ControlError: no such kind, player or entity, or no host owns its shard.
        """
        known_kind(kind)
        player = self._ask(self._player(key)) if kind == USER else {}
        key = player.get("id", key)
        owner = self._ask(self._owner(shard_of(kind, key)))
        found: dict[str, Any] = self._call(owner, "inspect", kind, key)
        if not found["active"] and kind != USER:  # a player may not have played yet
            self._ask(check_stored(self._found["postgres_url"], kind, key))
        return found | ({"player": player} if player else {})

    def reload(self, kind: str, key: str) -> None:
        """Let the owner of an entity load it anew. Raises ControlError: no host owns its shard."""
        self._call(self._ask(self._owner(shard_of(kind, key))), "reload", kind, key)

    def _described(self, names: Sequence[str]) -> list[dict[str, Any]]:
        """Return what each of these actors says of itself."""
        found: list[dict[str, Any]] = []
        for name in names:
            try:
                found.append(self._call(name, "status"))
            except ControlError as error:
                found.append({"name": name, "error": str(error)})
        return found

    def _call(self, actor: str, method: str, *arguments: Any, timeout_s: float = CALL_TIMEOUT_S) -> Any:
        import ray

        try:
            handle = ray.get_actor(actor)
        except ValueError:
            raise ControlError(f"the actor {actor} does not run") from None
        try:
            return ray.get(getattr(handle, method).remote(*arguments), timeout=timeout_s)
        except ray.exceptions.GetTimeoutError:
            raise ControlError(f"the actor {actor} did not answer within {timeout_s:g} s") from None
        except ray.exceptions.RayTaskError as error:
            raise ControlError(str(error.cause)) from None
        except ray.exceptions.RayError as error:
            said = str(error).partition("\n")[0]
            raise ControlError(f"the actor {actor} cannot be asked now, it may be starting again: {said}") from None

    @staticmethod
    def _ask(question: Coroutine[Any, Any, Answer]) -> Answer:
        """Ask the stores of the platform."""
        try:
            return asyncio.run(question)
        except StoreError as error:
            raise ControlError(f"the database cannot be asked: {error}") from None

    async def _player(self, asked: str) -> dict[str, str]:
        accounts = PostgresAccounts(self._found["postgres_url"])
        try:
            return await player_named(accounts, asked)
        finally:
            await accounts.close()

    async def _owner(self, shard: int) -> str:
        store = await PostgresStore.connect(self._found["postgres_url"], lease_ttl_ms=5_000)
        try:
            names = {place.shard: place.host for place in await store.shard_map() if place.incarnation is not None}
        finally:
            await store.close()
        if shard not in names:
            raise ControlError(f"no host owns shard {shard} at the moment")
        return names[shard]
