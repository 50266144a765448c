"""The errors of the client.

PlayerError
    Unreachable     nothing answers at the address
    Refused         the server refused an HTTP request
    Stopped         the server closed the socket for good
    NoAnswer        a command was not answered in time
    TooManyPending  too many commands wait for an answer
"""


class PlayerError(Exception):
    """The client cannot go on; the message says why."""


class Unreachable(PlayerError):
    """No server answers at the address."""


class Refused(PlayerError):
    """The server refused an HTTP request; `code` and `retry_after_ms` (0 without any) are its problem document's."""

    def __init__(self, code: str, status: int, detail: str, retry_after_ms: int = 0) -> None:
        super().__init__(f"{detail} ({code}, {status})")
        self.code = code
        self.status = status
        self.retry_after_ms = retry_after_ms


class Stopped(PlayerError):
    """The server closed the socket with a final code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"the server closed the connection for good: {code} {reason}".rstrip())
        self.code = code


class NoAnswer(PlayerError):
    """A command was not answered in time: its outcome is unknown."""


class TooManyPending(PlayerError):
    """More commands wait for an answer than the client keeps."""
