"""Whose address a request comes from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.addresses import HOPS_MAX, TrustedProxies, counted_address

PROXIES = TrustedProxies(["10.0.0.0/8", "::1/128"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "203.0.113.9", "192.0.2.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1,203.0.113.9 , 10.2.3.4", "203.0.113.9"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, nonsense, 10.0.0.2", "10.0.0.2"),
        ("::ffff:10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("10.0.0.1", "203.0.113.9:55", "203.0.113.9"),
        ("10.0.0.1", "[2001:db8::7]:80", "2001:db8::7"),
        ("10.0.0.1", "[2001:db8::7]", "2001:db8::7"),
        ("10.0.0.1", '"[2001:db8::7]:4711"', "2001:db8::7"),
        ("10.0.0.1", "[::ffff:203.0.113.9]:80", "203.0.113.9"),
        ("10.0.0.1", "::FFFF:CB00:7109", "203.0.113.9"),
        ("10.0.0.1", "fe80::7%eth0", "fe80::7"),
        ("10.0.0.1", "203.0.113.9:55, 10.0.0.2:1234, [::1]:80", "203.0.113.9"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        *(
            ("10.0.0.1", f"203.0.113.9, {nonsense}", "10.0.0.1")
            for nonsense in (
                *("1.2.3.4:", "1.2.3.4:x", "1.2.3.4:123456", "1.2.3.4%eth0", "[1.2.3.4]:80", "[::1", "::1]", "[::1]80"),
                *('"::1', "[]:80", ":80", "", "unknown", "_hidden", "1.2.3", "01.2.3.4", "\u0661.2.3.4", "::1\u0660"),
            )
        ),
        ("", "203.0.113.9", ""),
        ("/run/socket", "203.0.113.9", ""),
    ],
)
def test_the_client_is_the_first_from_the_right_that_no_trusted_proxy_is(peer, forwarded, client):
    assert PROXIES.client_address(peer, forwarded) == client


@given(st.text(max_size=300))
def test_whatever_a_stranger_forwards_its_own_address_counts(forwarded):
    assert PROXIES.client_address("192.0.2.7", forwarded) == "192.0.2.7"


@given(st.text(max_size=300))
def test_what_stands_left_of_the_proxys_own_entry_does_not_count(forged):
    assert PROXIES.client_address("10.0.0.1", f"{forged}, 203.0.113.9") == "203.0.113.9"


def test_only_so_many_hops_are_looked_at():
    hops = ", ".join(["203.0.113.9", *["10.0.0.2"] * HOPS_MAX])
    assert PROXIES.client_address("10.0.0.1", hops) == "10.0.0.2"


def test_a_network_that_is_none_is_refused():
    with pytest.raises(ValueError, match="proxy"):
        TrustedProxies(["proxy.internal"])


def test_a_network_of_ipv4_mapped_addresses_is_that_of_the_ipv4_addresses():
    mapped = TrustedProxies(["::ffff:10.0.0.0/104"])
    assert mapped.client_address("10.9.9.9", "203.0.113.9") == "203.0.113.9"
    assert mapped.client_address("11.0.0.1", "203.0.113.9") == "11.0.0.1"


def test_one_client_is_counted_as_one_however_its_address_is_written():
    written = ("203.0.113.9", "203.0.113.9:55", "::ffff:203.0.113.9", "[::ffff:203.0.113.9]:80", "::ffff:cb00:7109")
    assert {counted_address(PROXIES.client_address("10.0.0.1", text)) for text in written} == {"203.0.113.9"}


def test_addresses_of_one_ipv6_customer_are_counted_as_one():
    assert counted_address("2001:db8::1") == counted_address("2001:db8::ffff:2") != counted_address("2001:db8:0:1::1")
    assert counted_address("192.0.2.7") == "192.0.2.7"
    assert counted_address("") == ""
