"""Exchanges of one currency of the ledger for others: no combination of them may gain. Pure and exact.

An item that is bought for gold, gems or shards is a row of what its buyer gains: contents less the price. No
combination of rows gains (has more of one currency and less of none) exactly when the currencies have prices above 0 at
which no row is worth more than 0 (Stiemke's lemma). Such prices are sought by Fourier-Motzkin elimination, which also
says which rows stand in their way. The integers are exact, so a cycle that just breaks even is none that gains.
"""

from collections.abc import Callable, Iterable, Mapping
from math import gcd
from typing import NamedTuple

from actors.money.wallet import CURRENCIES
from actors.shop.rules import Item, deepest_price, is_money

Gain = Mapping[str, int]
"""What an exchange adds to each balance, in whole units; below 0 it takes."""

Exchanges = Callable[[int], Mapping[str, Gain]]
"""Returns the exchanges that there are at a time (Unix ms), by name."""


def no_exchanges(now_ms: int) -> Mapping[str, Gain]:
    """Return none."""
    return {}


class _Row(NamedTuple):
    """`gain` x prices is at most 0, or less than 0 if `strict`; `names` are the exchanges that it was made of."""

    gain: tuple[int, ...]
    strict: bool
    names: frozenset[str]


def gain_of(item: Item, now_ms: int) -> dict[str, int]:
    """Return what one piece of an item gains its buyer at the least price from `now_ms` on."""
    gain = dict.fromkeys(CURRENCIES, 0)
    gain[item.price.currency] -= deepest_price(item, now_ms)
    for content in item.contents:
        gain[content.type] += content.amount
    return gain


def gainful_items(items: Iterable[Item], now_ms: int, others: Mapping[str, Gain] | None = None) -> list[str]:
    """Return the ids of active items which together gain, each at its deepest discount; none if no items do.

    `others` are exchanges outside the shop, by name.
    """
    exchanged = [item for item in items if item.active and not is_money(item.price.currency)]
    return gainful({item.id: gain_of(item, now_ms) for item in exchanged} | dict(others or {}))


def gainful(exchanges: Mapping[str, Gain]) -> list[str]:
    """Return the names of exchanges that gain together, sorted; none if no combination of them does."""
    count = len(CURRENCIES)
    rows = {
        _Row(tuple(gain.get(currency, 0) for currency in CURRENCIES), False, frozenset({name}))
        for name, gain in exchanges.items()
    }
    rows |= {_Row(tuple(-(n == column) for n in range(count)), True, frozenset()) for column in range(count)}
    for column in reversed(range(count)):
        rows = _without(column, rows)
        contradiction = min((row for row in rows if row.strict and not any(row.gain)), key=_simplest, default=None)
        if contradiction is not None:
            return sorted(contradiction.names)
    return []


def _simplest(row: _Row) -> tuple[int, list[str]]:
    return len(row.names), sorted(row.names)


def _without(column: int, rows: Iterable[_Row]) -> set[_Row]:
    """Return what the rows say of the other prices, whatever the price of `column` is."""
    below = [row for row in rows if row.gain[column] < 0]
    above = [row for row in rows if row.gain[column] > 0]
    kept = {row for row in rows if row.gain[column] == 0}
    return _tightest(kept | {_sum(column, up, down) for up in above for down in below})


def _sum(column: int, up: _Row, down: _Row) -> _Row:
    """Return the sum of two rows, so often each that `column` cancels out, in lowest terms."""
    gain = [a * -down.gain[column] + b * up.gain[column] for a, b in zip(up.gain, down.gain, strict=True)]
    divisor = gcd(*gain) or 1
    return _Row(tuple(each // divisor for each in gain), up.strict or down.strict, up.names | down.names)


def _tightest(rows: Iterable[_Row]) -> set[_Row]:
    """Return the rows that say all that `rows` say: of those alike the tightest, with the fewest exchanges.

    A row that only takes says nothing (prices are above 0), a swap of one currency for one other is the tighter
    the more it gives for the same.
    """
    found: dict[tuple[int, ...], _Row] = {}
    for row in rows:
        if not row.names or not any(row.gain) or max(row.gain) > 0:
            alike = _alike(row.gain)
            known = found.get(alike)
            if known is None or _tighter(row, known):
                found[alike] = row
    return set(found.values())


def _alike(gain: tuple[int, ...]) -> tuple[int, ...]:
    """Return the signs of a swap or of a gain of one currency, and any other gain as it is."""
    signs = tuple((each > 0) - (each < 0) for each in gain)
    return signs if sorted(signs) in ([-1, 0, 1], [0, 0, 1], [0, 0, 0]) else gain


def _tighter(row: _Row, known: _Row) -> bool:
    """Return whether of two rows that are alike the first one says more, or as much with fewer exchanges."""
    up, down = max(row.gain), -min(row.gain)
    known_up, known_down = max(known.gain), -min(known.gain)
    more, less = up * known_down, known_up * down
    if more != less:
        return more > less
    return (not row.strict, *_simplest(row)) < (not known.strict, *_simplest(known))
