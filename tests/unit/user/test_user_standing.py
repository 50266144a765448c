"""Bans, kicks and self-exclusion in the user entity: who is kept from what, until when, and what is written down."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.games.rps import RpsPlay
from actors.money.amounts import AMOUNT_MAX
from actors.money.transfers import Transferred
from actors.player.notices import EventAck
from actors.player.state import PlayerState
from actors.rewards.facts import RewardIssued
from actors.rewards.messages import UserGrant
from actors.runtime.bodies import body_hash
from actors.runtime.entity import Decision, Incoming, Rejection
from actors.staff.facts import ActDone
from actors.staff.messages import Act
from actors.standing.facts import Kicked, StandingChanged
from actors.standing.messages import (
    AccountClosed,
    AccountExclude,
    AccountExcluded,
    StandingGet,
    StandingShown,
    UserBan,
    UserKick,
    UserUnban,
)
from actors.standing.rules import EXCLUSION_MS_MAX, EXCLUSION_MS_MIN, GOOD, Standing, play_refusal
from tests.unit.user.test_user_entity import KIND, TX, ListedEntropy, opened

NOW = 1_795_000_000_000
ACT = Act(actor="s1", role="OPERATOR", request_id="r1", address="192.0.2.1", reason="cheated")
PLAY = RpsPlay(bet=100, choice="rock")
GRANT = UserGrant(act=ACT, grant_id="g7", reward_type="gold", amount=500)


def decide(state: PlayerState, body: msgspec.Struct, now_ms: int = NOW, origin: str = "admin") -> Decision | Rejection:
    return KIND.decide(state, Incoming("c1", origin, TX, body), now_ms, ListedEntropy())


def run(state: PlayerState, body: msgspec.Struct, origin: str = "admin") -> Decision:
    decision = decide(state, body, origin=origin)
    assert isinstance(decision, Decision)
    for fact in decision.facts:
        KIND.apply(state, fact)
    return decision


def test_a_banned_player_plays_no_more_until_the_ban_ends():
    state = opened()
    run(state, UserBan(act=ACT, until=NOW + 1))
    refused = decide(state, PLAY, origin="user")
    assert refused == Rejection("forbidden", {"reason": "banned", "ban_reason": "cheated", "until": NOW + 1})
    assert isinstance(decide(state, PLAY, NOW + 1, "user"), Decision)


def test_a_ban_without_an_end_lasts():
    state = opened()
    run(state, UserBan(act=ACT))
    assert isinstance(decide(state, PLAY, 2**52, "user"), Rejection)


def test_a_banned_player_still_reads_and_acknowledges():
    state = opened()
    run(state, UserBan(act=ACT))
    assert isinstance(decide(state, EventAck(ids=["g1"]), origin="user"), Decision)
    shown = KIND.answer(state, StandingGet(), NOW)
    assert shown == StandingShown(changed=False, ban_reason="cheated", banned_until=None, excluded_until=0)


def test_an_unbanned_player_plays():
    state = opened()
    run(state, UserBan(act=ACT))
    assert run(state, UserUnban(act=ACT)).reply == StandingShown(
        changed=True, ban_reason="", banned_until=0, excluded_until=0
    )
    assert isinstance(decide(state, PLAY, origin="user"), Decision)


def test_a_ban_that_has_ended_already_is_refused():
    refused = decide(opened(), UserBan(act=ACT, until=NOW))
    assert isinstance(refused, Rejection)
    assert refused.code == "invalid_payload"


@pytest.mark.parametrize("body", [UserBan(act=ACT), UserUnban(act=ACT), UserKick(act=ACT), GRANT])
@pytest.mark.parametrize("origin", ["user", "system", "entity:user/u2"])
def test_nobody_but_staff_gives_orders_of_staff(body, origin):
    assert decide(opened(), body, origin=origin) == Rejection("forbidden")


def test_every_act_of_staff_is_written_down_with_what_was_and_what_is():
    state = opened()
    _, done = run(state, UserBan(act=ACT)).facts
    was = {"ban_reason": "", "banned_until": 0, "excluded_until": 0}
    assert done == ActDone(
        event="ADMIN_USER_BAN",
        target="user/u1",
        old=was,
        new=was | {"ban_reason": "cheated", "banned_until": None},
        actor="s1",
        role="OPERATOR",
        request_id="r1",
        address="192.0.2.1",
        reason="cheated",
    )
    assert [type(fact) for fact in run(state, UserKick(act=ACT)).facts] == [Kicked, ActDone]


def test_a_grant_of_staff_moves_gold_and_is_written_down():
    state = opened(1_000)
    done = run(state, GRANT)
    assert state.root.balances["gold"] == 1_500
    transferred, issued, act = done.facts
    assert type(transferred) is Transferred
    assert type(issued) is RewardIssued
    assert type(act) is ActDone
    assert (act.event, act.new) == (
        "ADMIN_USER_GRANT",
        {"grant_id": "g7", "reward_type": "gold", "amount": 500, "source": "staff"},
    )


def test_a_grant_that_does_not_fit_is_refused_and_moves_nothing():
    state = opened(AMOUNT_MAX)
    assert isinstance(decide(state, GRANT), Rejection)


def test_a_retry_of_an_order_is_the_same_order_whatever_request_it_comes_in():
    retried = msgspec.structs.replace(ACT, request_id="r2", address="192.0.2.2")
    assert body_hash(UserBan(act=ACT)) == body_hash(UserBan(act=retried))
    assert body_hash(UserBan(act=ACT)) != body_hash(UserBan(act=ACT, until=5))
    assert body_hash(UserBan(act=ACT)) != body_hash(UserBan(act=msgspec.structs.replace(ACT, reason="other")))


def test_an_order_that_changes_nothing_says_so_and_is_written_down():
    done = run(opened(), UserUnban(act=ACT))
    assert isinstance(done.reply, StandingShown)
    assert not done.reply.changed
    assert [type(fact) for fact in done.facts] == [ActDone]


def test_bans_kicks_and_exclusions_close_sockets_and_an_unban_does_not():
    state = opened()

    def closings(body: msgspec.Struct, origin: str = "admin") -> list[str]:
        return [
            push.code for push in KIND.announce(state, run(state, body, origin).facts) if type(push) is AccountClosed
        ]

    assert closings(UserKick(act=ACT)) == ["kicked"]
    assert closings(UserBan(act=ACT)) == ["banned"]
    assert closings(UserUnban(act=ACT)) == []
    assert closings(AccountExclude(until=NOW + EXCLUSION_MS_MIN), "user") == ["self_excluded"]


def test_who_has_excluded_himself_may_not_play_before_the_end():
    state, until = opened(), NOW + EXCLUSION_MS_MIN
    assert run(state, AccountExclude(until=until), "user").reply == AccountExcluded(until=until)
    assert decide(state, PLAY, until - 1, "user") == Rejection("self_excluded", {"until": until})
    assert KIND.attach_refusal(state, until - 1) == Rejection("self_excluded", {"until": until})
    assert KIND.attach_refusal(state, until) is None


@given(st.integers(1, NOW + 2 * EXCLUSION_MS_MAX), st.integers(0, NOW + EXCLUSION_MS_MAX))
def test_an_exclusion_is_never_made_shorter_and_lasts_a_day_to_five_years(until, excluded_until):
    state = opened()
    state.standing = Standing(excluded_until=excluded_until)
    decision = decide(state, AccountExclude(until=until), origin="user")
    allowed = max(NOW + EXCLUSION_MS_MIN, excluded_until) <= until <= NOW + EXCLUSION_MS_MAX
    assert isinstance(decision, Decision) == allowed
    if isinstance(decision, Decision):
        (fact,) = decision.facts
        assert isinstance(fact, StandingChanged)
        assert fact.excluded_until == until


def test_a_ban_goes_before_an_exclusion():
    standing = Standing("x", None, NOW + 5)
    found = play_refusal(standing, NOW)
    assert found is not None
    assert found[0] == "forbidden"
    assert play_refusal(GOOD, NOW) is None


def test_a_standing_is_stored_and_loaded():
    state = opened()
    run(state, UserBan(act=ACT, until=NOW + 7))
    stored = {part: KIND.dump(state, part) for part in KIND.parts}
    assert KIND.load("u1", stored).standing == Standing("cheated", NOW + 7, 0)
