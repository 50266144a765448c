"""Notices that a snapshot has no room for, over REST: page by page, oldest first, one's own alone."""

from gateway.rest.pages import LIMIT_DEFAULT
from gateway.rest.players.events import CURSORS
from gateway.rest.players.streak import CURSORS as DAYS
from persistence.notices import FiledNotice

PATH = "/api/events/unacked"


def notice(number):
    return FiledNotice(number, f"g{number}", "reward_granted", {"grant_id": f"g{number}"})


async def user_of(gateway, headers):
    return (await gateway.client.get("/api/auth/me", headers=headers)).json()["id"]


async def test_notices_come_page_by_page_oldest_first(gateway):
    headers = await gateway.bearer()
    gateway.notices.filed[await user_of(gateway, headers)] = [notice(n) for n in range(1, LIMIT_DEFAULT + 3)]
    first = (await gateway.client.get(PATH, headers=headers)).json()
    assert first["items"][0] == {"id": "g1", "type": "reward_granted", "payload": {"grant_id": "g1"}}
    assert len(first["items"]) == LIMIT_DEFAULT
    rest = (await gateway.client.get(PATH, headers=headers, params={"cursor": first["next"]})).json()
    assert ([each["id"] for each in rest["items"]], rest["next"]) == ([f"g{n}" for n in (51, 52)], None)


async def test_a_player_sees_their_own_notices_alone(gateway):
    mine, other = await gateway.bearer("mina"), await gateway.bearer("juno")
    gateway.notices.filed[await user_of(gateway, mine)] = [notice(1)]
    assert (await gateway.client.get(PATH, headers=other)).json() == {"items": [], "next": None}


async def test_a_cursor_of_another_list_is_refused(gateway):
    headers = await gateway.bearer()
    for cursor in ("x", DAYS.cursor((1, 2)), CURSORS.cursor(0), CURSORS.cursor(1) + "!"):
        answer = await gateway.client.get(PATH, headers=headers, params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
