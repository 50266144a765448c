"""Origins are compared as browsers do: by scheme, host and port."""

import pytest

from gateway.origins import Origin, origins_of_host

SAME = [
    ("https://play.example", "https://play.example:443"),
    ("https://play.example", "HTTPS://Play.Example"),
    ("https://play.example", "https://play.example."),
    ("http://play.example", "http://play.example:80"),
    ("http://[::1]:8000", "http://[0:0:0:0:0:0:0:1]:8000"),
]
OTHER = [
    ("https://play.example", "http://play.example"),
    ("https://play.example", "https://play.example:80"),
    ("https://play.example", "https://play.example.evil"),
    ("http://play.example:8000", "http://play.example"),
]
NONE = [
    "null",
    "",
    "https://",
    "play.example",
    "ftp://play.example",
    "https://play.example/",
    "https://play.example/path",
    "https://play.example?q",
    "https://play.example#f",
    "https://user@play.example",
    "https://play.example:port",
    "https://play.example:99999",
    "https://play.example, https://evil.example",
    "https://play .example",
    "https://play.example\n",
    "https://\u0440lay.example",
    "http://[",
    "http://[::1",
    "http://[::1]x",
    "http://[1.2.3.4]",
    "http://.",
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_two_ways_to_write_an_origin_are_one(one, two):
    assert Origin.parse(one) == Origin.parse(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_origins_of_other_scheme_host_or_port_differ(one, two):
    assert Origin.parse(one) != Origin.parse(two)


@pytest.mark.parametrize("text", NONE)
def test_what_says_less_or_more_than_an_origin_is_none(text):
    with pytest.raises(ValueError, match=r"is no|Expected|Only|At least|At most"):
        Origin.parse(text)


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("play.example:443", "https://play.example"),
        ("play.example", "https://play.example:443"),
        ("PLAY.example.", "http://play.example"),
        ("play.example:8000", "http://play.example:8000"),
        ("[::1]", "http://[::1]:80"),
    ],
)
def test_a_host_has_the_origins_of_its_pages(host, own):
    assert Origin.parse(own) in origins_of_host(host)


def test_the_port_of_a_host_is_that_of_its_pages():
    assert Origin.parse("http://play.example") not in origins_of_host("play.example:443")


def test_an_origin_is_written_as_browsers_send_it():
    assert str(Origin.parse("HTTPS://Play.Example.:443")) == "https://play.example"
    assert str(Origin.parse("http://[::0001]:8000")) == "http://[::1]:8000"
