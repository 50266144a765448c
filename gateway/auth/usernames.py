"""Usernames: which texts are accepted, and when two are the same.

Unicode look-alikes collide: a name is brought to NFKC, may then hold only ASCII letters and digits, `_`, `.`, `-` and
Hangul syllables, and its key is the case-folded form.
"""

import re
import unicodedata

from gateway.refusals import Refusal

USERNAME_CHARS_MIN = 3
USERNAME_CHARS_MAX = 32
_ALLOWED = re.compile(r"[A-Za-z0-9_.\-\uac00-\ud7a3]+")


class InvalidUsername(Refusal):
    """This cannot be a username.

    The text says why.
    """

    code = "invalid_payload"


def username_key(username: str) -> str:
    """Return the form under which a username is unique; any text has one."""
    return unicodedata.normalize("NFKC", username).casefold()


def accepted_username(username: str) -> str:
    """Return the username as it is stored and shown.

    Raises:
        InvalidUsername: too short, too long, or a character that is not allowed.
    """
    name = unicodedata.normalize("NFKC", username)
    if not USERNAME_CHARS_MIN <= len(name) <= USERNAME_CHARS_MAX:
        raise InvalidUsername(f"A username has {USERNAME_CHARS_MIN} to {USERNAME_CHARS_MAX} characters.")
    if not _ALLOWED.fullmatch(name):
        raise InvalidUsername("A username is made of letters a-z, digits, Hangul, '_', '.' and '-'.")
    return name
