"""Which player an operator means by a text."""

from cluster.control.errors import ControlError
from gateway.auth.usernames import username_key
from persistence.identity.accounts import Account, Accounts

BY_ID = "id:"
BY_NAME = "name:"
"""Neither an id nor a username has a colon."""


async def player_named(accounts: Accounts, asked: str) -> dict[str, str]:
    """Return `{id, username, found_by}` of the player whose id or username is `asked`; `found_by` says which it was.

    A new username never has the form of an id; where an old one is another player's id, both are named.

    Raises:
        ControlError: there is no such player, or there are two.
    """
    by_id = None if asked.startswith(BY_NAME) else await accounts.get(asked.removeprefix(BY_ID))
    by_name = None if asked.startswith(BY_ID) else await accounts.find(username_key(asked.removeprefix(BY_NAME)))
    if by_id and by_name and by_id != by_name:
        raise ControlError(
            f"{asked} is the id of {by_id.username} and the name of {by_name.id}: "
            f"ask for user/{BY_ID}{by_id.id} or user/{BY_NAME}{by_name.username}"
        )
    found: Account | None = by_id or by_name
    if found is None:
        raise ControlError(f"there is no player {asked!r}")
    return {"id": found.id, "username": found.username, "found_by": "id" if by_id else "username"}
