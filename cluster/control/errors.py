"""Orders to the control plane that cannot be carried out; the message says why."""


class DirectorError(Exception):
    """The director cannot do what it was asked."""


class ControlError(Exception):
    """The control plane does not answer, or does not know what it was asked for."""
