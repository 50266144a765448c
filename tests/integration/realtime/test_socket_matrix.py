"""Every message of the socket has a row in docs/security-matrix.md, and does for every role what the row says."""

import pytest

from actors.kinds import TOPICS
from actors.messages import COMMANDS
from actors.runtime.clock import SystemClock
from gateway.auth.tokens import AccessTokens
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.wire.messages import AuthRefresh, Connect
from tests import security_matrix
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import CONFIG, dialled, joined, new_user

pytestmark = pytest.mark.asyncio(loop_scope="module")

MATRIX = security_matrix.messages()
STAFF = ("VIEWER", "OPERATOR", "ADMIN")


async def test_every_message_has_a_row_and_every_row_a_message():
    own = {Connect.TYPE, AuthRefresh.TYPE, "pong"}
    topics = {f"{kind}.{verb}" for kind in TOPICS for verb in ("subscribe", "unsubscribe")}
    commands = {command.TYPE for command in COMMANDS}
    security_matrix.assert_complete(sorted(commands | own | topics), commands, "Messages of the socket")
    assert commands | own | topics == set(MATRIX)


async def test_the_matrix_knows_players_only():
    for may in MATRIX.values():
        assert [role for role, allowed in may.items() if allowed] == ["PLAYER"]


@pytest.mark.parametrize("message_type", sorted(MATRIX))
async def test_without_a_token_no_message_is_taken(cluster: Cluster, message_type: str):
    async with dialled(cluster) as socket:
        await socket.send(message_type, {"token": "not.a.token"})
        expected = CloseCode.INVALID_TOKEN if message_type == "connect" else CloseCode.MALFORMED
        assert await socket.close_code() == expected


@pytest.mark.parametrize("role", STAFF)
async def test_staff_gets_no_further_than_connect(cluster: Cluster, role: str):
    token = AccessTokens(CONFIG, SystemClock()).issue("staff", role, "sstaff")
    async with dialled(cluster) as socket:
        await socket.send("connect", {"token": token})
        assert await socket.close_code() == CloseCode.FORBIDDEN


@pytest.mark.parametrize("message_type", sorted({command.TYPE for command in COMMANDS}))
async def test_a_player_is_let_in_with_every_command(cluster: Cluster, message_type: str):
    async with joined(cluster, new_user()) as socket:
        reply = await socket.ask(message_type, {})
        assert reply.get("payload", {}).get("code") not in {"forbidden", "unknown_type"}
