"""The tag of a snapshot when a day ends by itself: over real Postgres and a real gateway, with clocks set forward."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from actors.runtime.config import HostConfig
from actors.streak.rules import STREAK_CONFIG
from gateway.auth.tokens import AccessTokens
from tests.integration.cluster import running_cluster
from tests.integration.realtime.player import CONFIG, User, new_user
from tests.integration.staff.member import LaterClock
from tests.patient import patient_client

SNAPSHOT = "/api/realtime/snapshot"
MINUTE_MS = 60_000
ANY_CLOCK = HostConfig(clock_skew_ms_max=2 * 86_400_000)
"""Postgres' clock is not set forward with those of the others."""


def next_midnight_ms(now_ms: int) -> int:
    zone = ZoneInfo(STREAK_CONFIG.time_zone)
    tomorrow = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(zone).date() + timedelta(days=1)
    return round(datetime.combine(tomorrow, time(), zone).timestamp() * 1000)


async def test_a_snapshot_is_sent_again_after_midnight_although_nobody_has_acted(database_url: str):
    clock = LaterClock()
    midnight_ms = next_midnight_ms(clock.now_ms())
    clock.later_ms = midnight_ms - MINUTE_MS - clock.now_ms()
    user_id = new_user().id
    user = User(user_id, AccessTokens(CONFIG, clock).issue(user_id, "PLAYER", "s"))
    async with (
        running_cluster(database_url, config=CONFIG, clock=clock, host_clock=clock, host_config=ANY_CLOCK) as cluster,
        patient_client(base_url=cluster.url, headers=user.bearer) as http,
    ):
        assert (await http.post("/api/streak/tick", json={})).status_code == 200
        first = await http.get(SNAPSHOT)
        known = {"If-None-Match": first.headers["ETag"]}
        assert (await http.get(SNAPSHOT, headers=known)).status_code == 304

        clock.later_ms += 2 * MINUTE_MS
        again = await http.get(SNAPSHOT, headers=known)
        assert (again.status_code, again.json()["version"]) == (200, first.json()["version"])
        before, after = (each.json()["payload"]["streak"] for each in (first, again))
        assert (before["next_reset"], before["ticked_today"]) == (midnight_ms, True)
        assert (after["next_reset"], after["ticked_today"]) == (next_midnight_ms(midnight_ms), False)
