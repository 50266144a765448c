"""The entry point `pitboss`. Importing it is the first thing that the program does, and makes Ctrl-C end it at once.

Everything else is imported after that: for a second nothing has been started that would have to be stopped.
"""

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> None:
    """Run the command line; it exits with the status of its command, and as killed by SIGINT or 130 after Ctrl-C."""
    from cluster.cli.app import app

    signal.signal(signal.SIGINT, signal.default_int_handler)
    app()
