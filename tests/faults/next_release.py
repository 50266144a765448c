"""The next release, made of this one by changes that the rules of decision 0040 allow, each of a kind that once broke.

It has an optional field more in commands and in tells, a part more in a player's state, a field more at the end of an
envelope, a kind of envelopes more that it sends unasked, and a commit function of another name.
"""

import asyncpg

from tests.faults.releases import Change

FUNCTION = "commit_batch_next"
PART = "next_part"
CHANGES = (
    Change(
        "actors/games/rps.py",
        '    choice: RpsChoice\n    """The player\'s choice."""\n',
        '    choice: RpsChoice\n    """The player\'s choice."""\n    later: int | None = None\n',
    ),
    Change(
        "actors/shop/shop_messages.py",
        "    bought: Bought\n    catalog_version: int | None = None\n",
        "    bought: Bought\n    catalog_version: int | None = None\n    later: int = 0\n",
    ),
    Change(
        "actors/runtime/link/envelope.py",
        "    fresh: bool = False\n\n\nclass Attach",
        "    fresh: bool = False\n    later: int = 7\n\n\nclass Attach",
    ),
    Change(
        "actors/runtime/link/envelope.py",
        "Upstream = Call | Attach | Detach\n",
        "class Later(Struct, array_like=True, tag_field='op', tag=99):\n    n: int\n\n\n"
        "Upstream = Call | Attach | Detach\n",
    ),
    Change("actors/runtime/link/stream.py", "import LINK_FORMAT\n", "import LINK_FORMAT, Later\n"),
    Change(
        "actors/runtime/link/stream.py",
        "        self.ready.set_result(None)\n",
        "        self.ready.set_result(None)\n        self._outgoing.append(Later(7))\n",
    ),
    Change(
        "actors/user/statistics.py",
        "from actors.player.state import ROOT_ONLY, PlayerState\n",
        "from actors.player.state import Part, PlayerState\n",
    ),
    Change(
        "actors/user/statistics.py",
        "    tally.add(fact.bet, fact.payout, fact.won)\n    return ROOT_ONLY\n",
        "    tally.add(fact.bet, fact.payout, fact.won)\n"
        "    LATER.of(player).append(fact.bet)\n    del LATER.of(player)[:-9]\n    return LATER.dirty\n"
        f"\n\nLATER = Part({PART!r}, list[int], list)\n",
    ),
    Change("actors/user/statistics.py", '    name="statistics",\n', '    name="statistics",\n    parts=(LATER,),\n'),
    Change(
        "persistence/postgres/entities/commits.py",
        'f"SELECT commit_batch(',
        f'f"SELECT {FUNCTION}(',
    ),
)
FUNCTION_SQL = "SELECT pg_get_functiondef('commit_batch'::regproc)"


async def add_function(database_url: str) -> None:
    """Make the commit function of the next release, as its migration does: under a name of its own."""
    connection = await asyncpg.connect(database_url)
    try:
        definition = await connection.fetchval(FUNCTION_SQL)
        await connection.execute(definition.replace("commit_batch(", f"{FUNCTION}(", 1))
    finally:
        await connection.close()
