"""Which texts and which JSON are taken from outside: I-JSON (RFC 7493) without control characters.

A text holds no control character (C0, DEL, C1: no NUL, no line end), no lone surrogate and no noncharacter; an object
has no key twice, no number is -0 and no integer of a body exceeds 2^53 - 1 (those of messages are bounded by their
types). So whatever a text reaches - a column, a log line, a terminal - can take it, and two readers of one document
never understand different things. This is the one place that says so: HTTP (`gateway.rest.edge.plain_request`,
`gateway.rest.body`) and the socket (`gateway.realtime.wire.incoming`) ask here.
"""

import json
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from actors.money.amounts import AMOUNT_MAX

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_ODD_NUMBER = re.compile(rb"-0|[0-9]{16}")
"""What only a number of interest has, or a text."""
_FORBIDDEN = re.compile(rf"[\x00-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}]")
NOT_PLAIN = "holds a control character, a lone surrogate or a noncharacter, which no text may hold"


def is_plain(text: str) -> bool:
    """Return whether this is a text that is taken from outside."""
    return _FORBIDDEN.search(text) is None


def fault_in(document: bytes, keys: int = 0, optional_keys: Iterable[bytes] = ()) -> str | None:
    """Return in words what a JSON document holds that none may hold; None when it is I-JSON of plain texts.

    `document` has been decoded already, so it is well-formed, without raw C0 characters in its texts. `keys` is the
    number of different keys that it is known to have at least, `optional_keys` are others that it may have, each
    as `b'"key":'`. They spare most documents the closer look: every key has a colon of its own, so where there are no
    more colons than different keys, no key is there twice.
    """
    if document.isascii() and b"\\" not in document and b"\x7f" not in document and b"-0" not in document:
        colons = document.count(b":")
        if colons <= keys or colons <= keys + sum(key in document for key in optional_keys):
            return None
    return _fault_found(document)


class _Fault(Exception):
    """Says what no document may hold."""


def _fault_found(document: bytes) -> str | None:
    decoder = _counting if _ODD_NUMBER.search(document) else _decoder
    try:
        # Written anew, in one form: what is escaped then is C0, a quote or a backslash.
        written = _encoder.encode(decoder.decode(document.decode()))
    except _Fault as fault:
        return str(fault)
    except (ValueError, RecursionError):
        return "This is not well-formed JSON."
    escapes = written.replace("\\\\", "").replace('\\"', "")
    return None if is_plain(written) and "\\" not in escapes else f"A text {NOT_PLAIN}."


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        raise _Fault("An object has a key twice.")
    return found


def _integer(digits: str) -> int:
    number = int(digits) if digits != "-0" else _minus_zero()
    if abs(number) > AMOUNT_MAX:
        raise _Fault("An integer is beyond 2^53 - 1.")
    return number


def _real(digits: str) -> float:
    number = float(digits)
    return number if number or not digits.startswith("-") else _minus_zero()


def _minus_zero() -> NoReturn:
    raise _Fault("A number is -0.")


_encoder = json.JSONEncoder(ensure_ascii=False)
_decoder = json.JSONDecoder(object_pairs_hook=_object)
_counting = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_real)
