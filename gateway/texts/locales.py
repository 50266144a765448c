"""Languages of players: tags of BCP 47 (RFC 5646), each in its one canonical form."""

import re

import langcodes

_TAG = re.compile(r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*")
_LANGUAGE_CHARS = (2, 3)
_NO_LANGUAGE = frozenset({"mis", "mul", "und", "zxx"})
"""Registered subtags that name no language."""


def canonical_locale(tag: str) -> str | None:
    """Return a language tag as it is stored, `en-US` for `EN-US` and `zh-Hans-CN` for `zh-cmn-Hans-CN`.

    None: it is no tag of BCP 47, a subtag of it is not registered, or it names no language.
    """
    if not _TAG.fullmatch(tag):
        return None
    try:
        canonical = langcodes.standardize_tag(tag)
        language = langcodes.Language.get(canonical).language
    except ValueError:
        return None
    known = (
        language is not None
        and len(language) in _LANGUAGE_CHARS
        and language not in _NO_LANGUAGE
        and langcodes.tag_is_valid(canonical)
    )
    return canonical if known else None
