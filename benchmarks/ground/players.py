"""Players for the load: signed up over HTTP as any player is, or, for a crowd, by tokens that we sign ourselves."""

import asyncio
from pathlib import Path

from actors.runtime.clock import SystemClock
from gateway.auth.tokens import AccessTokens
from gateway.config import GatewayConfig
from pitboss_client.account import Account

SIGN_UPS_AT_ONCE = 8


async def sign_up(url: str, count: int) -> list[str]:
    """Return the access tokens of `count` new players."""
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


def mint(data_dir: Path, name: str, count: int) -> list[str]:
    """Return access tokens of `count` players of a platform whose token secret lies in its data folder."""
    issuer = _issuer(data_dir)
    return [issuer.issue(f"{name}{number}", "PLAYER", f"{name}{number}") for number in range(count)]


def mint_admin(data_dir: Path) -> str:
    """Return an access token of an administrator of such a platform."""
    return _issuer(data_dir).issue("bench_admin", "ADMIN", "bench_admin")


def _issuer(data_dir: Path) -> AccessTokens:
    secret = (data_dir / "jwt.secret").read_text().strip()
    return AccessTokens(GatewayConfig(jwt_secret=secret), SystemClock())
