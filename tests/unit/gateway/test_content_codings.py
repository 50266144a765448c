"""The content coding is the one that the client likes best of those that there are."""

import pytest

from gateway.rest.web.encodings import chosen

ALL = {"identity", "gzip", "br"}


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.5", "br"),
        ("br;q=0, gzip;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0, gzip;q=0.001", "gzip"),
        ("identity;q=0", "identity"),
        ("gzip ; q=0.8 , br ; q=0.9", "br"),
        ("gzip;q=1.5", "gzip"),
        ("gzip;q=nan, br;q=", "identity"),
        ("gzip;level=9", "identity"),
        ("gzip,,,", "gzip"),
        (",;q=1,\x00", "identity"),
        ("zstd, compress", "identity"),
        ("gzip;q=0.3, gzip;q=0", "identity"),
    ],
)
def test_the_best_coding_is_chosen(accepted, best):
    assert chosen(accepted, ALL) == best


def test_only_what_there_is_is_chosen():
    assert chosen("br, gzip;q=0.1", {"identity", "gzip"}) == "gzip"
    assert chosen("br, gzip", {"identity"}) == "identity"
