"""Definitions that staff change while players play: missions, slot machines, banners, crash tables, in versions.

An `Area` reads and checks the definitions of one kind. Those of the program are there from the start; those of the
database are loaded over them: the highest version whose time has come is in force. `Definitions.book` holds those that
are in force, immutable and exchanged as a whole, so that a turn that reads it once has one consistent set. A version
that cannot be read here, or does not fit the others, changes nothing: the one before stays in force, and the caller is
told. Whatever order versions come in, and whether a process has just started or not, the same ones are in force.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec import MsgspecError

BodyT = TypeVar("BodyT")

UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, MsgspecError)
"""The errors of reading a wrong body; an area that raises any of them does not end the process that reads."""


GIVEN_WITHIN_DAYS = 30
"""The days over which is counted what a definition gives away."""
NOT_PUBLISHED = 2**63 - 1
"""The revision of a version that is only tried: later than any that is stored."""


class DefinitionRefused(ValueError):
    """The definition cannot be played by; the message says what to change."""


class Misfit(DefinitionRefused):
    """Definitions cannot be in force together: one of `ids` must give way."""

    def __init__(self, text: str, ids: Iterable[str]) -> None:
        super().__init__(text)
        self.ids = tuple(ids)


class BuiltIn(NamedTuple):
    """A definition that comes with the program; `source` is its body as JSON has it."""

    version: int
    source: Mapping[str, Any]


class Published(NamedTuple):
    """A version as it is stored: `source` is its body as JSON has it, `starts_ms` when it comes into force (Unix ms,
    0: it is). A `closed` one says that the definition is out of use, and keeps its body for what is still open.
    `revision` rises with every version that is published, of whatever definition; 0 came with the program."""

    area: str
    id: str
    version: int
    source: Mapping[str, Any]
    closed: bool = False
    starts_ms: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Definition(Generic[BodyT]):
    """One version that can be played by."""

    id: str
    version: int
    body: BodyT
    closed: bool = False
    starts_ms: int = 0
    source: Mapping[str, Any] = field(default_factory=dict, repr=False)
    revision: int = 0


def _nothing_to_prove(_body: Any) -> dict[str, Any]:
    return {}


def _gives_nothing(_body: Any) -> dict[str, int]:
    return {}


def _admits(_body: Any) -> None:
    return None


def _fits(_definitions: Mapping[str, Definition[Any]]) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Generic[BodyT]):
    """The reader of the definitions of one kind.

    `decode(id, version, source)` makes the body, quickly. `prove(body)` does the checks that take long and returns what
    it has computed (a machine's return), JSON-encodable. `fit(definitions)` checks that those in force fit together
    (that a prerequisite is there); it may raise Misfit, which says which do not. All three raise DefinitionRefused, or
    another of UNREADABLE, when something is wrong; the message says what to change. `admit(body)` raises
    DefinitionRefused for what is not to be published any more, though it is played by where it is stored.

    `moments` are the keys of a body that hold Unix ms or null: staff write and see them in RFC 3339. `gives(body)` is
    the most of each currency, in whole units, that one player is given by it within GIVEN_WITHIN_DAYS without staking
    anything: what staff publish beyond a sum takes two people. One that is not `closable` can only be changed: there is
    no playing without it.
    """

    name: str
    decode: Callable[[str, int, Mapping[str, Any]], BodyT]
    prove: Callable[[BodyT], dict[str, Any]] = _nothing_to_prove
    fit: Callable[[Mapping[str, Definition[BodyT]]], None] = _fits
    built_in: Mapping[str, BuiltIn] = field(default_factory=dict)
    moments: tuple[str, ...] = ()
    gives: Callable[[BodyT], Mapping[str, int]] = _gives_nothing
    closable: bool = True
    admit: Callable[[BodyT], None] = _admits


class Refused(NamedTuple):
    """A version that cannot be played by here, and why."""

    area: str
    id: str
    version: int
    why: str


class Prepared(NamedTuple):
    """Versions that were read, ready to replace those of `Definitions`."""

    versions: Mapping[str, Mapping[str, Sequence[Definition[Any]]]]
    refused: tuple[Refused, ...]


class Book:
    """The versions in force, by area and id. Immutable: a change is another book."""

    __slots__ = ("_areas",)

    def __init__(self, areas: Mapping[str, Mapping[str, Definition[Any]]]) -> None:
        self._areas = {name: MappingProxyType(dict(found)) for name, found in areas.items()}

    def area(self, name: str) -> Mapping[str, Definition[Any]]:
        """Return the definitions of an area by id, closed ones too; none if there is no such area."""
        return self._areas.get(name, _NONE)


_NONE: Mapping[str, Definition[Any]] = MappingProxyType({})


class Definitions:
    """The registry of one process. Raises DefinitionRefused when a definition of the program is wrong."""

    def __init__(self, areas: Iterable[Area[Any]], now_ms: int = 0) -> None:
        self.areas: Mapping[str, Area[Any]] = {area.name: area for area in areas}
        self.book = Book({})
        self.refused: tuple[Refused, ...] = ()
        """The versions that cannot be read, and those that do not fit what is in force now."""
        self._unreadable: tuple[Refused, ...] = ()
        self._versions: Mapping[str, Mapping[str, Sequence[Definition[Any]]]] = {}
        prepared = self.prepare(())
        self.replace(prepared, now_ms)
        if self.refused:
            raise DefinitionRefused("; ".join(f"{each.area} {each.id}: {each.why}" for each in self.refused))

    def area(self, name: str) -> Mapping[str, Definition[Any]]:
        """Return the definitions of an area that are in force, by id, closed ones too."""
        return self.book.area(name)

    def versions(self, area: str, definition_id: str) -> Sequence[Definition[Any]]:
        """Return the versions that this process has, lowest first: some before the one in force, and those to come."""
        return self._versions.get(area, {}).get(definition_id, ())

    def version(self, area: str, definition_id: str, version: int) -> Definition[Any] | None:
        """Return one version, if this process has it."""
        found = self.versions(area, definition_id)
        return next((each for each in found if each.version == version), None)

    def prepare(self, published: Iterable[Published], *, prove: bool = False) -> Prepared:
        """Read all published versions, over those of the program. Nothing changes, so that a thread may do it.

        `prove` adds the checks that take long; without it the versions are taken to be proved by their publisher.
        """
        versions: dict[str, dict[str, dict[int, Definition[Any]]]] = {name: {} for name in self.areas}
        refused = []
        for each in (*self._built_in(), *published):
            if each.area not in self.areas:
                refused.append(Refused(each.area, each.id, each.version, "this program knows no such area"))
                continue
            try:
                definition = self.read(each)
                if prove:
                    self.areas[each.area].prove(definition.body)
            except UNREADABLE as error:
                refused.append(Refused(each.area, each.id, each.version, str(error)))
            else:
                versions[each.area].setdefault(each.id, {})[each.version] = definition
        ordered = {
            name: {key: [found[number] for number in sorted(found)] for key, found in by_id.items()}
            for name, by_id in versions.items()
        }
        return Prepared(ordered, tuple(refused))

    def replace(self, prepared: Prepared, now_ms: int) -> bool:
        """Have these versions instead of all others; return whether that changed what is in force."""
        self._versions, self._unreadable = prepared
        return self.advance(now_ms)

    def advance(self, now_ms: int) -> bool:
        """Put into force what was scheduled for now; return whether that changed anything."""
        settled = {name: settle(area, self._versions.get(name, {}), now_ms) for name, area in self.areas.items()}
        self.refused = (*self._unreadable, *(each for found in settled.values() for each in found.held))
        if all(found.in_force == self.area(name) for name, found in settled.items()):
            return False
        self.book = Book({name: found.in_force for name, found in settled.items()})
        return True

    def next_start_ms(self, now_ms: int) -> int | None:
        """Return when the next version comes into force by itself (Unix ms); None: there is none to come."""
        everything = (each for by_id in self._versions.values() for found in by_id.values() for each in found)
        return min((each.starts_ms for each in everything if each.starts_ms > now_ms), default=None)

    def read(self, published: Published) -> Definition[Any]:
        """Return a version, as it was read before if it is the same. Raises one of UNREADABLE."""
        area, key, version, source, closed, starts_ms, revision = published
        known = self.version(area, key, version)
        if known is not None and (known.source, known.closed, known.starts_ms) == (source, closed, starts_ms):
            return known if known.revision == revision else replace(known, revision=revision)
        body = self.areas[area].decode(key, version, source)
        return Definition(key, version, body, closed, starts_ms, source, revision)

    def _built_in(self) -> Iterable[Published]:
        for area in self.areas.values():
            for key, each in area.built_in.items():
                yield Published(area.name, key, each.version, each.source)


class Settled(NamedTuple):
    """The versions of an area that are in force together, by id, and those that are held back."""

    in_force: Mapping[str, Definition[Any]]
    held: tuple[Refused, ...]


def settle(area: Area[Any], versions: Mapping[str, Sequence[Definition[Any]]], now_ms: int) -> Settled:
    """Return of each definition the highest version whose time has come; `versions` are in order, lowest first.

    If they do not fit, the one of the misfits that was published last is held back: the version before it takes its
    place, if there is one.
    """
    begun = {key: [each for each in found if each.starts_ms <= now_ms] for key, found in versions.items()}
    held: list[Refused] = []
    while True:
        in_force = {key: found[-1] for key, found in begun.items() if found}
        try:
            area.fit(in_force)
        except UNREADABLE as error:
            misfits = [in_force[key] for key in getattr(error, "ids", ()) if key in in_force] or [*in_force.values()]
            if not misfits:
                raise
            last = max(misfits, key=lambda each: (each.revision, each.starts_ms, each.id))
            begun[last.id].pop()
            held.append(Refused(area.name, last.id, last.version, str(error)))
        else:
            return Settled(in_force, tuple(held))
