"""What Postgres has of a player, read past the platform: the truth that a screen must show."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import asyncpg

from tests.faults.until import until_so

BALANCE = """
SELECT COALESCE(sum(CASE WHEN credit = $1 THEN amount ELSE -amount END), 0)::bigint AS moved,
       (array_agg(balance_after ORDER BY version DESC, n DESC))[1] AS last
FROM transfer WHERE $1 IN (debit, credit) AND currency = $2
"""
ROUNDS = "SELECT game, bet, payout FROM game_round WHERE user_id = $1 ORDER BY at, round_id"
BETS = "SELECT amount FROM transfer WHERE debit = $1 AND currency = 'gold' AND reason = 'bet'"
REFUNDS = "SELECT bet FROM stake_refund WHERE user_id = $1 ORDER BY at"
HOST = """
SELECT lease.name FROM entity_part part JOIN shard_owner owner USING (shard)
JOIN host_lease lease ON lease.incarnation = owner.incarnation
WHERE part.kind = $1 AND part.key = $2 LIMIT 1
"""
COMMANDS = "SELECT id FROM command WHERE kind = 'user' AND key = $1 AND origin = 'user' AND ok"
CLAIMABLE = """
SELECT data ->> 'mission_id' FROM fact WHERE key = $1 AND type = 'mission_step' AND data ->> 'step' = 'reached'
EXCEPT SELECT data ->> 'mission_id' FROM fact WHERE key = $1 AND type = 'mission_claim'
"""


class Round(NamedTuple):
    """A round of a player; amounts in whole gold."""

    game: str
    bet: int
    payout: int


class Books:
    """The database of a platform. Each question has a connection of its own, in a thread: browsers have the other."""

    def __init__(self, url: str) -> None:
        self._url = url

    def user_id(self, name: str) -> str:
        """Return the id of the account of this name."""
        ((user_id,),) = self._ask("SELECT id FROM account WHERE username = $1", name)
        return str(user_id)

    def balance(self, user_id: str, currency: str = "gold") -> int:
        """Return what the player has; the sum of all transfers must say the same as the last of them."""
        ((moved, last),) = self._ask(BALANCE, f"user:{user_id}", currency)
        assert moved == (last or 0), f"transfers of {currency} come to {moved}, the last one says {last}"
        return int(moved)

    def rounds(self, user_id: str) -> list[Round]:
        """Return the player's rounds, oldest first."""
        return [Round(*each) for each in self._ask(ROUNDS, user_id)]

    def claimable_missions(self, user_id: str) -> set[str]:
        """Return the missions that the player has reached and not claimed."""
        return {mission for (mission,) in self._ask(CLAIMABLE, user_id)}

    def stakes(self, user_id: str) -> list[int]:
        """Return the stakes that were taken from the player."""
        return [int(amount) for (amount,) in self._ask(BETS, f"user:{user_id}")]

    def refunds(self, user_id: str) -> list[int]:
        """Return the stakes that came back from void rounds, oldest first."""
        return [int(bet) for (bet,) in self._ask(REFUNDS, user_id)]

    def host_of(self, kind: str, key: str) -> str:
        """Return the name of the host that has this entity."""
        ((name,),) = self._ask(HOST, kind, key)
        return str(name)

    def awaits_rounds(self, user_id: str, count: int, within_s: float) -> None:
        """Return when the player has so many rounds."""

        async def ask() -> None:
            connection = await asyncpg.connect(self._url)
            try:
                await until_so(lambda: has_rounds(connection), within_s)
            finally:
                await connection.close()

        async def has_rounds(connection: Any) -> bool:
            return len(await connection.fetch(ROUNDS, user_id)) >= count

        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(ask())).result()

    def command_ids(self, user_id: str) -> list[str]:
        """Return the ids of the commands that were carried out for the player."""
        return [each for (each,) in self._ask(COMMANDS, user_id)]

    def _ask(self, query: str, *arguments: Any) -> list[Any]:
        async def ask() -> list[Any]:
            connection = await asyncpg.connect(self._url)
            try:
                return list(await connection.fetch(query, *arguments))
            finally:
                await connection.close()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(ask())).result()
