"""A platform that does not start, or does not go on."""


class DevError(Exception):
    """The platform cannot be started; the message says what to do."""
