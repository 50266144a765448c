"""Ports for servers that start later."""

import socket
from pathlib import Path

import pytest

from cluster.control import ports
from cluster.control.ports import free_ports

pytestmark = pytest.mark.enable_socket


def test_free_ports_differ_and_lie_where_the_kernel_gives_none_away():
    first_given_away = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    found = free_ports(20)
    assert len(set(found)) == 20
    assert all(port < first_given_away for port in found)


def test_a_port_that_is_taken_is_not_free(monkeypatch: pytest.MonkeyPatch):
    [taken, free] = free_ports(2)
    monkeypatch.setattr(ports.random, "sample", lambda *_: [taken, free])
    with socket.socket() as server:
        server.bind(("127.0.0.1", taken))
        assert free_ports(1) == [free]
        with pytest.raises(OSError, match="no 3 free ports"):
            free_ports(3)
