"""Missions as a player sees them: the list of now, the snapshot, and the pushes when they move."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from actors.missions.area import Moment
from actors.missions.enrolment import Enrolment
from actors.missions.messages import ActiveEvent, ActiveEvents, EventProgress, EventState
from actors.missions.rules import Listed, Part, can_claim, present

SINGLE_PUSHES_MAX = 4
"""Missions of one turn that have pushes of their own; more of them share one push."""


def active(enrolment: Enrolment, moment: Moment) -> ActiveEvents:
    """Return the events that the player can join, advances in, has claimed in the present period, or can yet claim."""
    return ActiveEvents(events=[_active(each, part, moment.now_ms) for each, part in _found(enrolment, moment)])


def states(enrolment: Enrolment, moment: Moment) -> list[EventState]:
    """Return the same events for a snapshot, with the progress of the player."""
    return [state(each, part, moment.now_ms) for each, part in _found(enrolment, moment)]


def _found(enrolment: Enrolment, moment: Moment) -> Iterable[tuple[Listed, Part | None]]:
    """Yield the missions that concern the player now, with the player's part in them."""
    for listed in moment.roster.by_id.values():
        part = enrolment.taking_part(listed)
        part = None if part is None else present(part, listed.mission, moment.periods)
        if _is_active(listed, part, moment.now_ms):
            yield listed, part


def _is_active(listed: Listed, part: Part | None, now_ms: int) -> bool:
    mission = listed.mission
    if not listed.closed and mission.open_at(now_ms):
        return True
    return part is not None and can_claim(part, mission, now_ms)


def pushes(seen: Sequence[Listed], moved: Mapping[str, Part], now_ms: int) -> tuple[EventProgress, ...]:
    """Return the pushes about missions that one source has moved; of these, the player sees a difference in `seen`."""
    if len(seen) <= SINGLE_PUSHES_MAX:
        return tuple(progress(each, moved[each.id], now_ms) for each in seen)
    first, *others = seen
    more = [state(each, moved[each.id], now_ms) for each in others]
    return (EventProgress(*_shown(first, moved[first.id], now_ms), more=more),)


def state(listed: Listed, part: Part | None, now_ms: int) -> EventState:
    """Return an event with the player's part in it."""
    return EventState(*_shown(listed, part, now_ms))


def progress(listed: Listed, part: Part, now_ms: int) -> EventProgress:
    """Return the same as a push."""
    return EventProgress(*_shown(listed, part, now_ms))


def _shown(listed: Listed, part: Part | None, now_ms: int) -> tuple[str, int, int, bool, bool, bool]:
    """Return the fields of `EventState`, in their order."""
    target = listed.mission.target
    if part is None:
        return (listed.id, 0, target, False, False, False)
    if part.progress < target:
        return (listed.id, part.progress, target, True, False, part.claimed)
    return (listed.id, target, target, True, can_claim(part, listed.mission, now_ms), part.claimed)


def _active(listed: Listed, part: Part | None, now_ms: int) -> ActiveEvent:
    mission = listed.mission
    return ActiveEvent(
        **structs.asdict(state(listed, part, now_ms)),
        title=mission.title,
        kind=mission.kind,
        starts_at=mission.starts_at,
        ends_at=mission.ends_at,
        claim_ends_at=mission.claim_ends_at,
        reward=list(mission.reward),
        games=list(mission.games),
        multiplier=mission.multiplier,
        repeat=mission.repeat,
        requires=list(mission.requires),
        auto_join=mission.auto_join,
        version=listed.version,
    )
