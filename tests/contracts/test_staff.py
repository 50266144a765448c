"""The promises of a store of staff, and that audit rows live and die with the act that they tell of."""

import asyncio

import pytest

from persistence.audit import AuditFilter, AuditRow
from persistence.errors import Unreachable
from persistence.identity.accounts import Account, LoginSession, PasswordChanged, UsernameTaken
from persistence.identity.staff import LastAdmin, StaffChange, UnknownStaff
from persistence.identity.ties import Tie
from persistence.memory.identity.accounts import MemoryAccounts
from persistence.memory.identity.staff import MemoryStaff
from persistence.memory.identity.totp import MemoryTotp
from persistence.postgres.identity.accounts import PostgresAccounts
from persistence.postgres.identity.staff import PostgresStaff
from persistence.postgres.identity.totp import PostgresTotp

NOW_MS = 1_795_000_000_123
ROOT = Account("a1", "root", "root", "$argon2id$x", "ADMIN", "Asia/Seoul", "ko", NOW_MS)
DEPUTY = ROOT._replace(id="a2", username="deputy", username_key="deputy")
PLAYER = ROOT._replace(id="u1", username="mina", username_key="mina", role="PLAYER")
ROW = AuditRow("ADMIN_STAFF_CHANGED", actor="a1", role="ADMIN", request_id="r-1", address="192.0.2.1")


class Stores:
    """Accounts, staff and audit trail over one database."""

    def __init__(self, url, trail, audit):
        self.audit = audit
        self.accounts = PostgresAccounts(url) if url else MemoryAccounts(trail)
        self.staff = PostgresStaff(url) if url else MemoryStaff(self.accounts)

    async def trail(self):
        return await self.audit.page(AuditFilter(), None, 100)


@pytest.fixture
async def stores(url, trail, audit):
    made = Stores(url, trail, audit)
    for account in (ROOT, DEPUTY, PLAYER):
        await made.accounts.create(account)
    yield made
    if url:
        for store in (made.accounts, made.staff):
            await store.close()


def session(user_id="a2"):
    return LoginSession("s1", user_id, bytes(32), NOW_MS + 1_000, NOW_MS)


async def test_staff_are_listed_by_name_without_players(stores):
    assert list(await stores.staff.all()) == [DEPUTY, ROOT]


async def test_a_change_ends_sessions_and_is_written_with_what_was_and_is(stores):
    await stores.accounts.open_session(session())
    changed = await stores.staff.change("a2", StaffChange(role="VIEWER", password_hash="h"), NOW_MS, ROW)

    assert changed.account == DEPUTY._replace(role="VIEWER", password_hash="h")
    assert list(changed.ended) == ["s1"]
    assert await stores.accounts.get("a2") == changed.account
    [entry] = await stores.trail()
    assert entry.row == ROW._replace(
        target="a2",
        old={"role": "ADMIN", "active": True},
        new={"role": "VIEWER", "active": True, "password": "reset"},
    )


async def test_no_change_ends_no_session(stores):
    await stores.accounts.open_session(session())
    assert (await stores.staff.change("a2", StaffChange(active=True), NOW_MS, ROW)).ended == ()
    assert len(await stores.accounts.sessions("a2", NOW_MS)) == 1


@pytest.mark.parametrize("user_id", ["u1", "nobody"])
async def test_only_staff_are_changed(stores, user_id):
    with pytest.raises(UnknownStaff):
        await stores.staff.change(user_id, StaffChange(role="ADMIN"), NOW_MS, ROW)
    assert await stores.trail() == []


async def remove(stores, user_id):
    """What becomes of a removal. A store that was too busy to be asked has done nothing, and is asked again."""
    change = {"a1": StaffChange(active=False), "a2": StaffChange(role="VIEWER")}[user_id]
    while True:
        try:
            return await stores.staff.change(user_id, change, NOW_MS, ROW)
        except LastAdmin as error:
            return error
        except Unreachable:
            continue


async def test_admins_that_remove_each_other_at_once_leave_one(stores):
    outcomes = await asyncio.gather(remove(stores, "a1"), remove(stores, "a2"))
    assert [isinstance(outcome, LastAdmin) for outcome in outcomes].count(True) == 1
    assert len(await stores.trail()) == 1


async def test_a_row_is_written_with_its_act_and_not_without(stores):
    accounts = stores.accounts
    with pytest.raises(UsernameTaken):
        await accounts.create(PLAYER._replace(id="u9"), ROW)
    with pytest.raises(PasswordChanged):
        await accounts.change_password(PLAYER._replace(password_hash="?"), "h", NOW_MS, keep="", audit=ROW)
    assert not await accounts.revoke_session("u1", "s1", NOW_MS, ROW)
    await accounts.rotate("s1", [b"", b""], now_ms=NOW_MS, grace_ms=0, reused=ROW)
    assert await stores.trail() == []

    await accounts.create(PLAYER._replace(id="u9", username_key="nine"), ROW)
    await accounts.open_session(session("u1"), ROW)
    await accounts.rotate("s1", [b"old", b""], now_ms=NOW_MS, grace_ms=0, reused=ROW)
    await accounts.change_password(PLAYER, "h", NOW_MS, keep="", audit=ROW)
    await accounts.revoke_sessions("u1", NOW_MS, audit=ROW)
    trail = await stores.trail()
    assert [entry.row.target for entry in trail] == ["", "", "u1", "", ""]


async def test_who_makes_changes_or_resets_an_account_is_tied_to_it(stores, url, trail):
    totp = PostgresTotp(url) if url else MemoryTotp(trail, stores.accounts.ties)
    await stores.accounts.create(DEPUTY._replace(id="a3", username_key="three"), ROW, made_by="a1")
    await stores.staff.change("a2", StaffChange(password_hash="h"), NOW_MS + 1, ROW)
    await stores.staff.change("a2", StaffChange(role="VIEWER"), NOW_MS + 2, ROW)
    await stores.staff.change("a1", StaffChange(active=True), NOW_MS + 3, ROW)
    await totp.enrol("a2", b"sealed", ROW)
    await totp.remove("a2", ROW, Tie("a3", "a2", NOW_MS + 4))

    ties = [Tie("a1", "a3", NOW_MS), Tie("a1", "a2", NOW_MS + 2), Tie("a3", "a2", NOW_MS + 4)]
    assert sorted(await stores.staff.ties(NOW_MS - 1), key=lambda tie: tie.at_ms) == ties
    assert list(await stores.staff.ties(NOW_MS + 2)) == ties[2:]
    if url:
        await totp.close()
