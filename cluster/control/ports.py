"""Free ports of this machine, for servers that open them seconds later."""

import errno
import random
import socket

FIRST_PORT = 20_000
LAST_PORT = 32_767
"""Below the range from which Linux takes a port when a program asks for any: none of these is given away by chance."""
ATTEMPTS_MAX = 1_000
NO_SUCH_FAMILY = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL)
"""A machine without IPv6."""


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
    """Return True if no address of this machine, IPv4 or IPv6, has the port."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            with socket.socket(family) as probe:
                if family == socket.AF_INET6:
                    probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, True)
                probe.bind(("", port))
        except OSError as error:
            if error.errno not in NO_SUCH_FAMILY:
                return False
    return True
