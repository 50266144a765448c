"""Lists, the same on every route: `{items, next}`, `limit` and `cursor`, and ranges of time `from`/`to`.

`next` is the cursor of the page after this, null on the last one. A cursor is opaque to clients: it says after which
place of which list the next page begins, and is refused by every other list. In a range `from` is included, `to` is
not; players write its ends in Unix ms, staff in RFC 3339 (`gateway.rest.admin.moments`).
"""

from base64 import b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypeVar

import msgspec
from fastapi import Depends, Query

from actors.runtime.payloads import ServerPayload
from gateway.rest.problems import Problem

LIMIT_DEFAULT = 50
LIMIT_MAX = 200
"""Items of one page."""
CURSOR_CHARS_MAX = 256
UNIX_MS_MAX = 253_402_300_799_999
"""The last millisecond of the year 9999."""
_Negative = Annotated[int, msgspec.Meta(ge=-UNIX_MS_MAX, le=0)]
NEWEST_FIRST: Any = tuple[_Negative, Annotated[str, msgspec.Meta(max_length=64)]]
"""The type of the places of a list that is whole in memory: negative Unix ms, for its order is ascending, and an id."""
BAD_CURSOR = "The cursor is not one of this list."

Item = TypeVar("Item")
Row = TypeVar("Row")
Place = TypeVar("Place")


class Listed(ServerPayload, Generic[Item], frozen=True):
    """A page of a list; `next` is the cursor of the page after this, null on the last one."""

    items: Sequence[Item]
    """The items of this page."""
    next: str | None = None
    """Cursor of the page after this; null on the last one."""


class PageQuery(NamedTuple):
    """The page that a client asks for: of up to `limit` items, from the beginning without `cursor`."""

    limit: int
    cursor: str


def page_query(limit_default: int = LIMIT_DEFAULT) -> Callable[..., Awaitable[PageQuery]]:
    """Return the dependency that reads `limit` and `cursor`."""

    async def query(
        limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="Items of the page, at most.")] = limit_default,
        cursor: Annotated[str, Query(max_length=CURSOR_CHARS_MAX, description="`next` of the page before.")] = "",
    ) -> PageQuery:
        return PageQuery(limit, cursor)

    return query


WantedPage = Annotated[PageQuery, Depends(page_query())]


class Cursors(Generic[Place]):
    """The cursors of one list. `place` is the type, with its bounds, of what orders it; it is decoded strictly."""

    def __init__(self, name: str, place: Any) -> None:
        self._name = name
        own = Literal[name]  # type: ignore[valid-type]  # made of the name
        self._decoder: msgspec.json.Decoder[tuple[str, Place]] = msgspec.json.Decoder(tuple[own, place])

    def place(self, cursor: str) -> Place | None:
        """Return the place after which the page begins; None: at the beginning. Raises Problem: `bad_request`."""
        if not cursor:
            return None
        try:
            return self._decoder.decode(b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))[1]
        except (ValueError, msgspec.MsgspecError, RecursionError):
            raise Problem("bad_request", BAD_CURSOR) from None

    def cursor(self, place: Place) -> str:
        """Return the cursor of the page that begins after `place`."""
        return urlsafe_b64encode(msgspec.json.encode((self._name, place))).decode().rstrip("=")

    def cut(
        self, found: Sequence[Row], limit: int, place_of: Callable[[Row], Place]
    ) -> tuple[Sequence[Row], str | None]:
        """Return the rows of a page and `next`; `found` has one row more than `limit` if there is a next page."""
        shown = found[:limit]
        return shown, self.cursor(place_of(shown[-1])) if len(found) > limit else None

    def page(
        self, rows: Iterable[Row], wanted: PageQuery, place_of: Callable[[Row], Place]
    ) -> tuple[Sequence[Row], str | None]:
        """Return a page of a list that is whole in memory, and `next`; its order is that of its places, ascending.

        Raises:
            Problem: `bad_request`: the cursor is not one of this list.
        """
        after: Any = self.place(wanted.cursor)
        places: list[tuple[Any, Row]] = sorted(((place_of(row), row) for row in rows), key=lambda each: each[0])
        rest = [row for place, row in places if after is None or place > after]
        return self.cut(rest[: wanted.limit + 1], wanted.limit, place_of)


class PlayerRange(NamedTuple):
    """Unix ms; None is open."""

    start_ms: int | None
    end_ms: int | None


_PlayerMoment = Annotated[int | None, Query(ge=0, le=UNIX_MS_MAX)]


async def _player_range(
    start: Annotated[_PlayerMoment, Query(alias="from", description="From this moment on, Unix ms.")] = None,
    end: Annotated[_PlayerMoment, Query(alias="to", description="Before this moment, Unix ms.")] = None,
) -> PlayerRange:
    return PlayerRange(start, end)


WantedPlayerRange = Annotated[PlayerRange, Depends(_player_range)]
