"""The account `admin`: made before the first gateway serves, so that no player can take the name."""

import asyncio

from actors.runtime.clock import SystemClock
from cluster.settings import Settings


class AdminRefused(Exception):
    """The account cannot be made; the message says what to do."""


def make_first_admin(database_url: str, settings: Settings) -> str | None:
    """Make the account `admin` unless it exists; return its password if that was generated now, else None.

    Raises:
        AdminRefused: the password that is set is too weak, a player has the name, or the database is out of reach.
    """
    return asyncio.run(_make(database_url, settings))


async def _make(database_url: str, settings: Settings) -> str | None:
    from gateway.auth.passwords import Passwords, WeakPassword, check_password
    from gateway.config import GatewayConfig
    from gateway.staff.accounts import ADMIN_NAME, NameOfAPlayer, first_admin
    from persistence.errors import Unreachable
    from persistence.postgres.identity.accounts import PostgresAccounts

    passwords = Passwords(GatewayConfig(jwt_secret=settings.jwt_secret_key))
    accounts = PostgresAccounts(database_url)
    try:
        if settings.admin_password:
            check_password(settings.admin_password, ADMIN_NAME)
        return await first_admin(accounts, passwords, settings.admin_password, SystemClock().now_ms())
    except WeakPassword as error:
        raise AdminRefused(f"PITBOSS_ADMIN_PASSWORD: {error}") from None
    except NameOfAPlayer:
        raise AdminRefused("a player has the username `admin`: rename that account first") from None
    except Unreachable as error:
        raise AdminRefused(f"the account admin could not be made: {error}") from None
    finally:
        passwords.close()
        await accounts.close()
