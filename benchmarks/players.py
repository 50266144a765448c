"""Accounts for the load: signed up over HTTP, as any player is."""

import asyncio

from cluster.player.account import Account

SIGN_UPS_AT_ONCE = 8


async def sign_up(url: str, count: int) -> list[str]:
    """The access tokens of `count` new players."""
    gate = asyncio.Semaphore(SIGN_UPS_AT_ONCE)

    async def one(number: int) -> str:
        async with gate:
            account = Account(url, f"bench_{number}", f"bench password {number}")
            try:
                await account.sign_up()
            finally:
                await account.close()
        return account.access_token

    return await asyncio.gather(*(one(number) for number in range(count)))
