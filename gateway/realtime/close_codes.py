"""Close codes: each tells the client what to do next (protocol.md, Close codes)."""

from enum import IntEnum


class CloseCode(IntEnum):
    """The codes that the server sends. 1000 and 4500-4999 are final, after any other a client reconnects."""

    INVALID_TEXT = 1007
    RESTART = 1012
    SERVER_ERROR = 4000
    DRAIN = 4001
    SLOW_READER = 4002
    NO_PONG = 4003
    RESYNC = 4004
    TOKEN_EXPIRED = 4005
    RATE_LIMITED = 4006
    OVERLOADED = 4007
    NOT_AUTHENTICATED = 4008
    MALFORMED = 4500
    INVALID_TOKEN = 4501
    FORBIDDEN = 4503
    REPLACED = 4504
    TOO_MANY_SOCKETS = 4505
    VERSION_NOT_SUPPORTED = 4506
    LEGACY_DISABLED = 4510
