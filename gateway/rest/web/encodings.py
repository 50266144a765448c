"""The content coding of an answer, as a client's `Accept-Encoding` wants it (RFC 9110, 12.5.3)."""

import re
from collections.abc import Collection

IDENTITY = "identity"
PREFERRED = ("br", "gzip")
"""Codings in which files are kept, the smallest first."""
OF_ITSELF = 0.0001
"""Weight of the plain form for clients that do not name it: less than anything that they want (the least is 0.001)."""
_ITEM = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*[qQ]\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?")
_OTHER_NAMES = {"x-gzip": "gzip"}


def chosen(accept_encoding: str, there: Collection[str]) -> str:
    """Return the coding of `there` that the client likes best, or IDENTITY, also for one that refuses all of them."""
    weights = _weights(accept_encoding)
    others = weights.get("*", 0.0)
    best, most = IDENTITY, weights.get(IDENTITY, OF_ITSELF)
    for coding in reversed(PREFERRED):
        weight = weights.get(coding, others)
        if coding in there and weight > 0 and weight >= most:
            best, most = coding, weight
    return best


def _weights(accept_encoding: str) -> dict[str, float]:
    """Return weights by coding; what is not written as a weight is written stays out."""
    found: dict[str, float] = {}
    for item in accept_encoding.split(","):
        if match := _ITEM.fullmatch(item):
            coding = match[1].lower()
            found[_OTHER_NAMES.get(coding, coding)] = min(float(match[2] or 1), 1.0)
    return found
