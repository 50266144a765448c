"""Close codes: each tells the client what to do next (protocol.md, Close codes)."""

from enum import IntEnum


class CloseCode(IntEnum):
    """The codes that the server sends. 1000 and 4500-4999 are final, after any other a client reconnects."""

    INVALID_TEXT = 1007
    """A text message was not UTF-8: back off, resume."""
    RESTART = 1012
    """The server process ends: back off, resume."""
    SERVER_ERROR = 4000
    """Reserved, the server does not send it today: back off, resume."""
    DRAIN = 4001
    """This gateway is emptied: wait a random part of the window that was announced, resume."""
    SLOW_READER = 4002
    """Too much waited for this reader for too long: back off, resume."""
    NO_PONG = 4003
    """A ping was not answered in time: at once the first time, resume."""
    RESYNC = 4004
    """Reserved, the server does not send it today: at once the first time, without `resume`."""
    TOKEN_EXPIRED = 4005
    """The access token has run out: refresh it, at once the first time, resume."""
    RATE_LIMITED = 4006
    """A rate was exceeded for the third time: back off for at least 5 s, resume."""
    OVERLOADED = 4007
    """Too many connect at once: back off for at least 10 s, resume."""
    NOT_AUTHENTICATED = 4008
    """No `connect` came in time: back off, resume."""
    MALFORMED = 4500
    """The first message was not a valid `connect` (the reason says what is wrong), or a message was binary: stop."""
    INVALID_TOKEN = 4501
    """The token is not valid, or its session has ended: log in; stop if that is refused."""
    FORBIDDEN = 4503
    """Banned, excluded or kicked, an account of staff, or a foreign origin: stop."""
    REPLACED = 4504
    """Another session of the player has connected: stop, offer to go on here."""
    TOO_MANY_SOCKETS = 4505
    """The player has too many sockets on this gateway: stop."""
    VERSION_NOT_SUPPORTED = 4506
    """The server speaks another subprotocol: stop, load the client anew."""
    LEGACY_DISABLED = 4510
    """Reserved, there is no legacy socket: stop."""
