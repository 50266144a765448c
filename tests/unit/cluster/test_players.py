"""The player whom an operator means: by id or by username, and which it was."""

import pytest

from cluster.control.errors import ControlError
from cluster.control.players import player_named
from persistence.identity.accounts import Account
from persistence.memory.identity.accounts import MemoryAccounts

MINA = Account("0123456789abc", "Mina", "mina", "", "PLAYER", "Asia/Seoul", "ko", 1)


async def stored(*accounts: Account) -> MemoryAccounts:
    store = MemoryAccounts()
    for account in accounts:
        await store.create(account)
    return store


@pytest.mark.parametrize(
    ("asked", "found_by"),
    [("mina", "username"), ("MINA", "username"), ("name:mina", "username"), (MINA.id, "id"), (f"id:{MINA.id}", "id")],
)
async def test_a_player_is_found_and_it_is_said_by_what(asked: str, found_by: str):
    assert await player_named(await stored(MINA), asked) == {"id": MINA.id, "username": "Mina", "found_by": found_by}


@pytest.mark.parametrize("asked", ["nobody", f"name:{MINA.id}", "id:mina", ""])
async def test_an_unknown_player_is_said_to_be_unknown(asked: str):
    with pytest.raises(ControlError, match="no player"):
        await player_named(await stored(MINA), asked)


async def test_an_old_name_that_is_another_players_id_is_never_guessed():
    other = MINA._replace(id="zzzzzzzzzzzzz", username=MINA.id, username_key=MINA.id)
    store = await stored(MINA, other)
    with pytest.raises(ControlError, match="id of Mina and the name of zzzzzzzzzzzzz"):
        await player_named(store, MINA.id)
    assert (await player_named(store, f"id:{MINA.id}"))["username"] == "Mina"
    assert (await player_named(store, f"name:{MINA.id}"))["id"] == other.id
