"""Independence: an account that somebody else may have had in hand does not decide on what they ask for."""

import pytest

from actors.runtime.clock import ManualClock
from gateway.auth.roles import Role
from gateway.staff.four_eyes.independence import HOUR_MS, Independence, LostStanding, NotIndependent
from persistence.identity.accounts import Account
from persistence.identity.ties import Tie
from persistence.memory.identity.accounts import MemoryAccounts
from persistence.memory.identity.staff import MemoryStaff

COOLING_H = 72
ACT = "user.grant"


@pytest.fixture
def accounts():
    made = MemoryAccounts()
    for name in ("ann", "bob", "cat", "dan"):
        made.accounts[name] = Account(name, name, name, "hash", "OPERATOR", "Asia/Seoul", "ko", 0)
    return made


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def independence(accounts, clock):
    return Independence(accounts, MemoryStaff(accounts), clock, {ACT: Role.OPERATOR}, cooling_h=COOLING_H)


DEPENDENT = {
    "one has changed the other": [("ann", "bob")],
    "the other has changed the one": [("bob", "ann")],
    "somebody else has changed both": [("cat", "ann"), ("cat", "bob")],
    "one has changed who has changed the other": [("ann", "cat"), ("cat", "bob")],
    "all of them in a ring": [("ann", "cat"), ("cat", "dan"), ("dan", "ann"), ("dan", "bob")],
}
INDEPENDENT = {
    "nobody has changed anybody": [],
    "both have changed a third one": [("ann", "cat"), ("bob", "cat")],
    "two others have changed them": [("cat", "ann"), ("dan", "bob")],
    "one has changed a stranger": [("ann", "cat"), ("cat", "dan")],
}


def tie(accounts, clock, pairs):
    accounts.ties += [Tie(actor, subject, clock.now_ms()) for actor, subject in pairs]


@pytest.mark.parametrize("pairs", DEPENDENT.values(), ids=DEPENDENT)
async def test_who_may_have_had_both_accounts_in_hand_is_one_person_until_they_have_cooled(
    independence, accounts, clock, pairs
):
    tie(accounts, clock, pairs)
    clock.advance(COOLING_H * HOUR_MS - 1)
    with pytest.raises(NotIndependent):
        await independence.check(ACT, "ann", "bob")
    clock.advance(1)
    await independence.check(ACT, "ann", "bob")


@pytest.mark.parametrize("pairs", INDEPENDENT.values(), ids=INDEPENDENT)
async def test_others_are_two_people(independence, accounts, clock, pairs):
    tie(accounts, clock, pairs)
    await independence.check(ACT, "ann", "bob")


@pytest.mark.parametrize("change", [{"role": "VIEWER"}, {"role": "PLAYER"}, {"active": False}])
@pytest.mark.parametrize("who", ["ann", "bob"])
async def test_both_must_still_be_what_the_act_needs(independence, accounts, who, change):
    accounts.accounts[who] = accounts.accounts[who]._replace(**change)
    with pytest.raises(LostStanding):
        await independence.check(ACT, "ann", "bob")


async def test_who_asks_needs_the_role_of_the_act_and_of_an_unknown_act_the_highest(independence, accounts):
    with pytest.raises(LostStanding):
        await independence.check("user.magic", "ann", "bob")
    accounts.accounts["ann"] = accounts.accounts["ann"]._replace(role="ADMIN")
    await independence.check("user.magic", "ann", "bob")
