"""Failures of a store, the same of every backend.

StoreError
├── Fenced               this incarnation is dead, or no longer owns a shard: stop at once
├── Unreachable          nothing was written or the server said so: send again with back-off
├── OutcomeUnknown       the connection broke after the commit was sent: settle the batch id first
├── RefusedData          the data of the batch are at fault: split by entity
│   └── RepeatedCommand  a command key is stored already: a repeat, answered from the store
└── NotExpired           a takeover was asked of a host that is still alive

Beside their ports stand those that are an answer to the caller: UsernameTaken, PasswordChanged, UnknownStaff, LastAdmin
(`identity`), NoSuchApproval, NotPending, SamePerson (`approvals`), KeyReused, StillRunning (`staff`), VersionTaken
(`definitions`).
"""


class StoreError(Exception):
    """The store did not do what was asked."""


class Fenced(StoreError):
    """This incarnation may not write any more."""


class Unreachable(StoreError):
    """The store could not be reached, or had no resources; nothing was written."""


class OutcomeUnknown(StoreError):
    """The connection was lost between a commit and its answer."""


class RefusedData(StoreError):
    """A constraint, a count or a version refused the batch; nothing was written."""


class RepeatedCommand(RefusedData):
    """The key of a command in the batch is stored already; nothing was written."""


class NotExpired(StoreError):
    """The owner of the shard is alive: its lease has not expired and nobody proved its death."""
