"""Usernames: which texts are accepted, and when two are the same.

Unicode look-alikes collide: a name is brought to NFKC, may then hold only ASCII letters and digits, `_`, `.`, `-` and
Hangul syllables, and its key is the case-folded form. A new name must also look like no other: its skeleton is unique,
in which what a reader confuses within that alphabet is one (Unicode TR39: 0 and o, 1, l and i, rn and m; besides vv and
w, and all separators). It is no name that speaks for the house, and no id of an account.
"""

import re
import unicodedata

from gateway.identifiers import is_id
from gateway.refusals import Refusal

USERNAME_CHARS_MIN = 3
USERNAME_CHARS_MAX = 32
RESERVED = (
    *(
        "admin",
        "administrator",
        "anonymous",
        "bank",
        "bot",
        "cashier",
        "croupier",
        "dealer",
        "everyone",
        "guest",
        "help",
    ),
    *("house", "info", "me", "mod", "moderator", "nobody", "none", "null", "official", "operator", "owner", "pitboss"),
    *("postmaster", "root", "security", "self", "server", "staff", "superuser", "support", "sysadmin", "system"),
    *("undefined", "unknown", "viewer", "webmaster", "고객센터", "관리자", "운영자"),
)
"""Names that speak for the house or for nobody; what looks like one of them, with separators or without, is one."""
_CONFUSED = (("rn", "m"), ("vv", "w"))
_CONFUSED_CHARS = str.maketrans("01i._", "oll--")
_ALLOWED = re.compile(r"[A-Za-z0-9_.\-\uac00-\ud7a3]+")


class InvalidUsername(Refusal):
    """This cannot be a username.

    The text says why.
    """

    code = "invalid_payload"


def username_key(username: str) -> str:
    """Return the form under which a username is unique; any text has one."""
    return unicodedata.normalize("NFKC", username).casefold()


def username_skeleton(username: str) -> str:
    """Return what names that readers confuse have in common; `migrations/sql/0020_look_alikes.sql` makes the same."""
    skeleton = username_key(username)
    for seen, read in _CONFUSED:
        skeleton = skeleton.replace(seen, read)
    return skeleton.translate(_CONFUSED_CHARS)


def _bare(username: str) -> str:
    return username_skeleton(username).replace("-", "")


_RESERVED = frozenset(map(_bare, RESERVED))


def new_username(username: str) -> str:
    """Return the username of a new account as it is stored and shown.

    Raises:
        InvalidUsername: not accepted, without a letter or digit, reserved, or like the id of an account.
    """
    name = accepted_username(username)
    if not any(map(str.isalnum, name)):
        raise InvalidUsername("A username has a letter or a digit.")
    if _bare(name) in _RESERVED:
        raise InvalidUsername("This username is reserved.")
    if is_id(username_key(name)):
        raise InvalidUsername("This username could be taken for the id of an account.")
    return name


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
