"""The streak over REST: ticks and claims are commands, protection is a read, history comes page by page."""

from datetime import date, timedelta

from actors.streak.messages import StreakGet, StreakState
from gateway.rest.admin.rounds.routes import CURSORS as ROUNDS
from gateway.rest.pages import LIMIT_DEFAULT
from gateway.rest.players.streak import CURSORS
from persistence.streaks import StreakDay

HISTORY = "/api/streak/history"
STATE = StreakState(count=4, longest=9, freezes=1, freezes_max=2, freeze_price=500, time_zone="Asia/Seoul")


def day(n):
    return StreakDay(2, n, date(2028, 2, 1) + timedelta(days=n), "Asia/Seoul", 0, 0)


async def user_of(gateway, headers):
    return (await gateway.client.get("/api/auth/me", headers=headers)).json()["id"]


async def test_protection_shows_the_streak(gateway):
    gateway.entities.replies = {StreakGet.TYPE: STATE}
    answer = await gateway.client.get("/api/streak/protection", headers=await gateway.bearer())
    assert answer.status_code == 200, answer.text
    assert answer.json().items() >= {"count": 4, "freezes": 1, "freezes_max": 2, "freeze_price": 500}.items()


async def test_each_command_of_the_streak_has_its_route(gateway):
    headers = await gateway.bearer()
    for path, body, name in (
        ("tick", {}, "streak.tick"),
        ("claim", {"rung": 1}, "streak.claim"),
        ("protection", {}, "streak.protect"),
        ("time-zone", {"time_zone": "America/New_York"}, "streak.zone"),
    ):
        answer = await gateway.client.post(
            f"/api/streak/{path}", json=body, headers={**headers, "Idempotency-Key": f"k-{path}"}
        )
        assert answer.status_code == 200, answer.text
        assert gateway.entities.asked[-1].type == name


async def test_what_costs_or_pays_gold_needs_a_key(gateway):
    headers = await gateway.bearer()
    for path in ("claim", "protection"):
        answer = await gateway.client.post(f"/api/streak/{path}", json={}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


async def test_history_comes_page_by_page_newest_first(gateway):
    headers = await gateway.bearer()
    gateway.streak_days.days[await user_of(gateway, headers)] = [day(n) for n in range(1, LIMIT_DEFAULT + 3)]
    first = (await gateway.client.get(HISTORY, headers=headers)).json()
    assert first["items"][0] == {
        "run": 2,
        "count": 52,
        "day": "2028-03-24",
        "time_zone": "Asia/Seoul",
        "freezes_used": 0,
        "ended": 0,
    }
    assert len(first["items"]) == LIMIT_DEFAULT
    rest = (await gateway.client.get(HISTORY, headers=headers, params={"cursor": first["next"]})).json()
    assert ([each["count"] for each in rest["items"]], rest["next"]) == ([2, 1], None)


async def test_a_player_sees_his_own_days_only(gateway):
    mine, other = await gateway.bearer("mina"), await gateway.bearer("juno")
    gateway.streak_days.days[await user_of(gateway, mine)] = [day(1)]
    assert (await gateway.client.get(HISTORY, headers=other)).json() == {"items": [], "next": None}


async def test_a_cursor_of_another_list_is_refused(gateway):
    headers = await gateway.bearer()
    for cursor in ("x", "1-2", ROUNDS.cursor((1, "0" * 32)), CURSORS.cursor((10**9, 1)), CURSORS.cursor((1, 2)) + "!"):
        answer = await gateway.client.get(HISTORY, headers=headers, params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


async def sign_up(gateway, **given):
    account = {"username": "mina", "password": "correct horse battery"}
    answer = await gateway.client.post("/api/auth/signup", json=account | given)
    assert answer.status_code == 201, answer.text


async def test_who_signs_up_elsewhere_lives_there(gateway):
    await sign_up(gateway, time_zone="America/New_York")
    assert [(each.type, each.body) for each in gateway.entities.asked] == [
        ("streak.zone", {"time_zone": "America/New_York"})
    ]


async def test_who_signs_up_in_the_default_zone_needs_no_command(gateway):
    await sign_up(gateway, time_zone="Asia/Seoul")
    assert gateway.entities.asked == []


async def test_a_sign_up_stands_without_its_zone_when_the_player_cannot_be_reached(gateway):
    gateway.entities.refuse("unavailable")
    await sign_up(gateway, time_zone="America/New_York")
