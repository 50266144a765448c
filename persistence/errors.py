"""Failures of a store, the same of every backend.

StoreError
├── Fenced               this incarnation is dead, or no longer owns a shard: stop at once
├── Unreachable          nothing was written or the server said so: send again with back-off
│   └── Undurable        the server would acknowledge commits that a crash or a failover loses
├── OutcomeUnknown       the connection broke after the commit was sent: settle the batch id first
├── RefusedData          the data of the batch are at fault, or nobody knows what is: split by entity
│   └── RepeatedCommand  a command key is stored already: a repeat, answered from the store
└── NotExpired           a takeover was asked of a host that is still alive

Beside their ports stand those that are an answer to the caller: UsernameTaken, PasswordChanged, UnknownStaff, LastAdmin
(`identity`), NoSuchApproval, NotPending, SamePerson (`approvals`), KeyReused, StillRunning (`staff`), VersionTaken,
AreaMoved (`definitions`).
"""

from collections.abc import Iterable


class StoreError(Exception):
    """The store did not do what was asked."""


class Fenced(StoreError):
    """This incarnation may not write any more."""


class Unreachable(StoreError):
    """The store could not be reached, or had no resources; nothing was written."""


class Undurable(Unreachable):
    """The server would acknowledge commits that a crash or a failover loses; the message names its setting."""


class OutcomeUnknown(StoreError):
    """The connection was lost between a commit and its answer."""


class RefusedData(StoreError):
    """A constraint, a count, a version or anything that is not known refused the batch; nothing was written.

    `names` is what the store says is at fault, where it says so: ids of commands, rounds or tells, hashes of seeds, and
    entities as `kind/key`. It is a hint: a value of a row may look like one.
    """

    def __init__(self, message: str, names: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.names = frozenset(names)


class RepeatedCommand(RefusedData):
    """The key of a command in the batch is stored already; nothing was written."""


class NotExpired(StoreError):
    """The owner of the shard is alive: its lease has not expired and nobody proved its death."""
