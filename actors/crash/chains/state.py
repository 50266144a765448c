"""The chains of a table as they are stored: the part `chain` of its state."""

from msgspec import Struct

from actors.crash.rules.salt import salt_of

CHAIN_SCHEMA = 2
"""Version 1 had the salt of a chain from the start, drawn with it, and no contributions: both read alike."""
PLAYED_CHAINS_MAX = 4
"""Chains that have ended, and that a table keeps with their voided rounds; older ones are rows (`ChainFiled`)."""
FILED_AT_ONCE_MAX = 4
"""Chains that become rows in one turn: a table of a former release has kept all of its chains."""
VOIDED_KEPT_MAX = 1_000
"""Voided rounds of the chains that a table keeps, whose numbers it keeps; older ones are rows (`VoidedFiled`)."""
VOIDED_FILED_AT_ONCE_MAX = 100
"""Voided rounds that become rows in one turn."""


class Chain(Struct, array_like=True, frozen=True):
    """A chain that is played or comes next; `first_n` is the number of its first round, 0 while that is not known.

    `salt` is empty until bets have fixed it: it holds from round `salted_n` on, and is made of `contributions`.
    """

    length: int
    terminating_hash: str
    salt: str
    sealed: bytes
    first_n: int = 0
    salted_n: int = 0
    contributions: tuple[str, ...] = ()

    def salt_at(self, n: int) -> str:
        """Return the salt under which round `n` is played."""
        return _salt_at(self, n)


class PlayedChain(Struct, array_like=True, frozen=True):
    """A chain that has ended: nothing of it is secret."""

    length: int
    terminating_hash: str
    salt: str
    checkpoints: bytes
    first_n: int
    salted_n: int = 0
    contributions: tuple[str, ...] = ()

    def salt_at(self, n: int) -> str:
        """Return the salt under which round `n` was played."""
        return _salt_at(self, n)


def _salt_at(chain: Chain | PlayedChain, n: int) -> str:
    return chain.salt if chain.salt and n >= chain.salted_n else salt_of(chain.terminating_hash, ())


class Chains(Struct, array_like=True):
    """The chains that a table keeps, and the numbers of their rounds that were voided."""

    current: Chain | None = None
    following: Chain | None = None
    played: list[PlayedChain] = []
    voided: list[int] = []
