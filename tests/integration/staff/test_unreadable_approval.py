"""A platform starts again with an approval that its version cannot read, and does what it can read."""

import httpx

from persistence.audit import AuditRow
from persistence.postgres.approvals import PostgresApprovals
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, STARTING_GOLD, eventually
from tests.integration.staff.member import LaterClock, a_player, hired, the_first_admin
from tests.patient import patient_client

COOLING_MS = CONFIG.staff_cooling_h * 3_600_000
STRANGE = {
    "of an act to come": ("user.magic", "user/u1", ["no", "object"]),
    "with a body to come": ("user.grant", "user/u1", {"amount": "much"}),
    "for no player": ("user.grant", "guild/g1", None),
    "for nobody": ("user.grant", "user/", None),
}
"""Act, target and body of what another version has stored; without a body, that of a good one."""
AMOUNT = CONFIG.grant_alone_max + 1


async def test_the_next_start_skips_it_shows_it_and_carries_out_the_others(database_url: str):
    """The process ends between the decision and the act, as after a failed roll-out; a newer one has left its own."""
    clock = LaterClock()
    async with running_cluster(database_url, config=CONFIG, clock=clock) as before, client(before) as http:
        admin = await the_first_admin(before, http, CONFIG)
        one, player = await hired(admin, "one", "OPERATOR"), await a_player(http, "player")
        clock.later_ms += COOLING_MS
        await one.log_in()
        waiting = (await one.grant(player, AMOUNT, "left-behind")).json()["id"]
    await left_behind(database_url, clock, waiting, admin.id)

    async with running_cluster(database_url, config=CONFIG, clock=clock) as after, client(after) as http:
        admin.http = http
        await admin.log_in()
        await after.gateway.approvals.look()

        async def paid() -> bool:
            profile = (await admin.send("GET", f"users/{player.id}")).json()["profile"]
            return profile["gold"] == STARTING_GOLD + AMOUNT

        await eventually(paid)
        listed = (await admin.send("GET", "approvals")).json()["items"]
        shown = {each["id"]: (each["state"], each["readable"], each["outcome"]) for each in listed}
        unread = dict.fromkeys(STRANGE, ("approved", False, None))
        assert shown == {waiting: ("done", True, "ok")} | unread
        assert f"approvals_unreadable {len(STRANGE)}.0" in (await http.get("/metrics")).text
        assert (await http.get("/health/ready")).status_code == 200


def client(cluster: Cluster) -> httpx.AsyncClient:
    return patient_client(base_url=cluster.url)


async def left_behind(database_url: str, clock: LaterClock, waiting: str, by: str) -> None:
    """Both are approved, and nobody has carried them out for a minute."""
    store, now_ms = PostgresApprovals(database_url), clock.now_ms()
    try:
        good = await store.get(waiting)
        for name, (act, target, other) in STRANGE.items():
            new = good._replace(id=name, act=act, target=target, body=other or good.body)
            await store.ask(new, AuditRow("APPROVAL_REQUESTED"))
        for each in (waiting, *STRANGE):
            await store.decide(each, by, now_ms, AuditRow("APPROVAL_APPROVED"), approve=True)
    finally:
        await store.close()
    clock.later_ms += 60_000
