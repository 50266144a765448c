"""A player who needs no sign-up, and asks under one id until there is an answer, whatever breaks meanwhile."""

from collections.abc import Mapping
from typing import Any

from actors.runtime.clock import SystemClock
from gateway.auth.tokens import AccessTokens
from gateway.config import GatewayConfig
from pitboss_client.account import Account
from pitboss_client.client import PlayerClient
from pitboss_client.errors import NoAnswer
from pitboss_client.history import Reply
from pitboss_client.reconnection import BackOff

ANSWER_TIMEOUT_S = 5.0
FAST = BackOff(first_ms=10, max_ms=100)
SECRET = "a secret for tests that is long enough"


def signed_in(url: str, user_id: str) -> Account:
    """The account of a player, with a token that is made here."""
    account = Account(url, user_id, "not used: the token is made here")
    account.user_id = user_id
    account.access_token = AccessTokens(GatewayConfig(jwt_secret=SECRET), SystemClock()).issue(
        user_id, "PLAYER", f"session-{user_id}"
    )
    return account


async def answered(
    client: PlayerClient, message_type: str, payload: Mapping[str, Any], command_id: str | None = None
) -> Reply:
    """The reply to a command, asked for under the same id until it comes."""
    command_id = command_id or client.ids.next()
    while True:
        try:
            return await client.command(message_type, payload, command_id=command_id, timeout_s=ANSWER_TIMEOUT_S)
        except NoAnswer:
            continue
