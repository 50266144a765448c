"""The sockets on which gateways listen. Light to import: `pitboss dev` tries its ports before anything starts."""

import socket

ALL_IPV6 = "::"
KERNEL_BUFFER_BYTES = 64 * 1024
"""Unsent bytes of a socket that the kernel may hold, and as many again for its own structures. By default that grows to
megabytes, which a slow reader would fill with messages that are stale by the time it reads them."""


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket to listen on; connections inherit its options. `::` is every address, IPv4 ones too.

    Raises:
        OSError: the port is taken, or `host` is no address of this machine.
    """
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    bound = socket.socket(family)
    if family == socket.AF_INET6:
        bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, host != ALL_IPV6)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER_BYTES)
    try:
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound
