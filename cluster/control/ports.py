"""Free ports of this machine, for servers that open them seconds later."""

import random
import socket

FIRST_PORT = 20_000
LAST_PORT = 32_767
"""Below the range from which Linux takes a port when a program asks for any: none of these is given away by chance."""
ATTEMPTS_MAX = 1_000


def free_ports(count: int) -> list[int]:
    """Return different ports that no process listens on now.

    They lie where the kernel gives none away until their servers open them.

    Raises:
        OSError: none was found.
    """
    found: list[int] = []
    for port in random.sample(range(FIRST_PORT, LAST_PORT + 1), ATTEMPTS_MAX):
        if _is_free(port):
            found.append(port)
        if len(found) == count:
            return found
    raise OSError(f"no {count} free ports between {FIRST_PORT} and {LAST_PORT}")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("", port))
        except OSError:
            return False
    return True
