"""The errors of embedded servers, as a tree.

EmbeddedServerError
├── NoBinaries        no suitable program is installed
├── StillRunning      another server already works on this data
├── DataMissing       the data folder names a cluster that is gone
└── StartFailed       the server ended or did not become ready; the message ends with its last log lines
"""


class EmbeddedServerError(Exception):
    """An embedded server could not be started."""


class NoBinaries(EmbeddedServerError):
    """No suitable program is installed."""


class StillRunning(EmbeddedServerError):
    """Another server already works on this data."""


class DataMissing(EmbeddedServerError):
    """The data folder names a cluster that is gone."""


class StartFailed(EmbeddedServerError):
    """The server ended or did not become ready."""
