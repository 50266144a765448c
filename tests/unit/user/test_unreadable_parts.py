"""A stored part that cannot be read locks what needs it and no more; what is stored of it stays as it is."""

import pytest

from actors.debts.debts import DEBTS
from actors.games.registry import registered_games
from actors.games.rounds import MEMORIES
from actors.games.rps import RpsPlay
from actors.missions.state import MISSIONS
from actors.money.economy import EconomyConfig
from actors.player.notices import EVENTS, EventAck
from actors.player.state import ROOT, PlayerState
from actors.rewards.messages import RewardGrant
from actors.runtime.entity import Decision, Incoming, PartUnreadable, Rejection, StoredPart
from actors.runtime.entropy import SeededEntropy
from actors.shop.messages import PurchasesGet, ShopBuy
from actors.shop.receipts import PURCHASES, RECEIPTS
from actors.shop.shop_messages import PurchaseDue
from actors.standing.turns import STANDING
from actors.streak.messages import StreakGet
from actors.streak.turns import STREAK
from actors.user.kind import UserKind
from actors.user.messages import ProfileGet, UserOpen
from tests.seals import SEALS

ECONOMY = EconomyConfig()
KIND = UserKind(ECONOMY, registered_games(ECONOMY), seal=SEALS.seeds)
NOW = 1_795_000_000_000
DAMAGE = b"\xc1 never msgpack"
OTHERS = sorted(set(KIND.parts) - {ROOT.name})


def turn(player, body, origin="user"):
    decision = KIND.decide(player, Incoming("c1", origin, "ab" * 16, body), NOW, SeededEntropy())
    if isinstance(decision, Decision):
        for fact in decision.facts:
            KIND.apply(player, fact)
        KIND.announce(player, decision.facts)
        KIND.events(player, decision.facts)
        return decision.reply
    return decision


def damaged(*names, **others):
    """A player of whom parts cannot be read."""
    player = KIND.create("u1")
    turn(player, UserOpen(), "system")
    stored = {name: KIND.dump(player, name) for name in KIND.parts}
    return KIND.load("u1", stored | {name: StoredPart(1, DAMAGE) for name in names} | others)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("stored", [StoredPart(1, DAMAGE), StoredPart(99, b"\x90")])
def test_the_player_loads_and_the_part_stays_as_it_is_stored(name, stored):
    player = damaged(**{name: stored})
    assert KIND.unreadable(player) == (name,)
    assert KIND.dump(player, name) == stored
    assert KIND.answer(player, ProfileGet(), NOW).gold == ECONOMY.starting_gold
    assert KIND.snapshot(player, NOW)
    KIND.on_attach(player, NOW)
    turn(player, RewardGrant(grant_id="g", reward_type="gold", amount=5, source="test"), "system")
    assert player.root.balances["gold"] == ECONOMY.starting_gold + 5
    assert KIND.dump(player, name) == stored


@pytest.mark.parametrize("stored", [StoredPart(1, DAMAGE), StoredPart(99, b"\x90")])
def test_whoever_loads_a_part_meets_one_error_for_a_damaged_one_and_one_of_a_later_release(stored):
    with pytest.raises(ValueError, match=f"user/u1: part '{STANDING.name}'"):
        STANDING.load(PlayerState("u1"), stored)


def test_without_its_root_there_is_no_player():
    with pytest.raises(ValueError, match=r"."):
        damaged(ROOT.name)


@pytest.mark.parametrize("name", [PURCHASES.name, RECEIPTS.name])
def test_purchases_wait_and_play_goes_on(name):
    player = damaged(name)
    assert turn(player, ShopBuy(product_id="pack")) == Rejection("unavailable", {"part": name})
    assert KIND.answer(player, PurchasesGet(), NOW) == Rejection("unavailable", {"part": name})
    assert not isinstance(turn(player, RpsPlay(bet=100, choice="rock")), Rejection)


@pytest.mark.parametrize("name", [MISSIONS.name, EVENTS.name, STREAK.name, DEBTS.name])
def test_a_round_is_played_without_what_follows_from_it(name):
    """Of debts it is not known whether there are any: whatever spends waits."""
    player = damaged(name)
    reply = turn(player, RpsPlay(bet=100, choice="rock"))
    assert isinstance(reply, Rejection) is (name == DEBTS.name)
    assert player.root.overall.played == (name != DEBTS.name)


def test_what_may_be_a_ban_keeps_from_play_and_from_the_socket():
    player = damaged(STANDING.name)
    refused = Rejection("unavailable", {"part": STANDING.name})
    assert turn(player, RpsPlay(bet=100, choice="rock")) == refused
    assert KIND.attach_refusal(player, NOW) == refused


def test_its_own_commands_and_reads_are_refused():
    assert turn(damaged(EVENTS.name), EventAck(ids=["x"])) == Rejection("unavailable", {"part": EVENTS.name})
    assert KIND.answer(damaged(STREAK.name), StreakGet(), NOW) == Rejection("unavailable", {"part": STREAK.name})
    assert turn(damaged(MEMORIES.name), RpsPlay(bet=100, choice="rock")).code == "unavailable"


def test_a_command_of_the_server_fails_so_that_it_is_sent_again():
    player = damaged(PURCHASES.name)
    with pytest.raises(PartUnreadable, match=PURCHASES.name):
        turn(player, PurchaseDue(purchase_id="ab" * 16), "entity:shop/main")


def test_what_was_never_a_part_is_no_unreadable_one():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = damaged(STREAK.name).nonsense
