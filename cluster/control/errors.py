"""Orders to the control plane that cannot be carried out; the message says why."""


class DirectorError(Exception):
    """The director cannot do what it was asked; `host` names the one that did not obey, if that is why."""

    def __init__(self, message: str, host: str = "") -> None:
        super().__init__(message)
        self.host = host


class ControlError(Exception):
    """The control plane does not answer, or does not know what it was asked for."""
