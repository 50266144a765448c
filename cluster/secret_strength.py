"""Finds secrets that were typed and not drawn: short, repeated, in a row, or of few different characters."""

import math
from collections import Counter
from itertools import pairwise

SECRET_BYTES_MIN = 32
SECRET_BITS_MIN = 96
"""Of the estimate below, which gives 105 to 125 for 32 drawn hexadecimal digits, and about 300 for 64 of base64."""
CHARACTERS_MIN = 10
IN_A_ROW_SHARE_MAX = 0.5
"""Part of the steps between neighbours that are all the same, such as those of `abcdef...` or `aaaa...`."""


PIECE = 3
PIECES_SHARE_MIN = 0.8
"""Part of the pieces of PIECE characters that differ from each other: words that come again lower it."""


def weakness(secret: str) -> str:
    """Return the reason for which a secret is too easily guessed; "" if none is found.

    Its bits are estimated by the frequencies of its own characters (Shannon, 1948), of one period when it repeats.
    """
    if len(secret.encode()) < SECRET_BYTES_MIN:
        return f"has less than {SECRET_BYTES_MIN} bytes"
    period = _period(secret)
    if period <= len(secret) // 2:
        return f"repeats its first {period} character(s)"
    counts = Counter(secret)
    if len(counts) < CHARACTERS_MIN:
        return f"has only {len(counts)} different characters"
    steps = Counter(ord(after) - ord(before) for before, after in pairwise(secret))
    if steps.most_common(1)[0][1] > IN_A_ROW_SHARE_MAX * (len(secret) - 1):
        return "is a row of neighbouring characters"
    pieces = [secret[n : n + PIECE] for n in range(len(secret) - PIECE + 1)]
    if len(set(pieces)) < PIECES_SHARE_MIN * len(pieces):
        return "repeats pieces of itself"
    bits = -sum(count * math.log2(count / len(secret)) for count in counts.values())
    return "" if bits >= SECRET_BITS_MIN else f"has about {bits:.0f} bits, less than {SECRET_BITS_MIN}"


def _period(text: str) -> int:
    """Return after how many characters a text repeats itself, to its end (it may break off); its length if never."""
    return next(n for n in range(1, len(text) + 1) if text.startswith(text[n:]))
