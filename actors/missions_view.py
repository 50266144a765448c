"""What a player sees of missions: the list of now, the snapshot, and what he hears when they move."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from actors.mission_area import Moment
from actors.mission_messages import ActiveEvent, ActiveEvents, EventProgress, EventState
from actors.rules.missions import Listed, Part, can_claim, present, taking_part

TOLD_SINGLY_MAX = 4
"""Missions of one turn that are told in messages of their own; more of them share one message."""


def active(parts: Mapping[str, Part], moment: Moment) -> ActiveEvents:
    """The events that the player can join, advances in, has claimed in his present period, or can still claim."""
    return ActiveEvents(events=[_active(each, part, moment.now_ms) for each, part in _found(parts, moment)])


def states(parts: Mapping[str, Part], moment: Moment) -> list[EventState]:
    """The same events for a snapshot: how far the player has come."""
    return [state(each, part, moment.now_ms) for each, part in _found(parts, moment)]


def _found(parts: Mapping[str, Part], moment: Moment) -> Iterable[tuple[Listed, Part | None]]:
    """What means something to the player now, with his part in it."""
    for listed in moment.roster.by_id.values():
        part = taking_part(parts, listed)
        part = None if part is None else present(part, listed.mission, moment.periods)
        if _is_active(listed, part, moment.now_ms):
            yield listed, part


def _is_active(listed: Listed, part: Part | None, now_ms: int) -> bool:
    mission = listed.mission
    if not listed.closed and mission.open_at(now_ms):
        return True
    return part is not None and can_claim(part, mission, now_ms)


def said(
    known: Mapping[str, Part], moved: Mapping[str, Part], told: Sequence[Listed], moment: Moment
) -> tuple[EventProgress, ...]:
    """What the player hears of what one source has moved; `told` are those of it in which he sees a difference.

    Above `TOLD_SINGLY_MAX` it is one message of all that he takes part in, so that the last such message has the last
    word on each.
    """
    now_ms = moment.now_ms
    if len(told) <= TOLD_SINGLY_MAX:
        return tuple(progress(each, moved[each.id], now_ms) for each in told)
    first, more = told[0], []
    for key, listed in moment.roster.by_id.items():
        part = moved.get(key)
        if part is None and key in known:
            part = present(known[key], listed.mission, moment.periods)
            part = part if _is_active(listed, part, now_ms) else None
        if part is not None and listed is not first:
            more.append(state(listed, part, now_ms))
    return (structs.replace(progress(first, moved[first.id], now_ms), more=more),)


def state(listed: Listed, part: Part | None, now_ms: int) -> EventState:
    """An event with the player's part in it."""
    mission = listed.mission
    target = mission.target
    if part is None:
        return EventState(event_id=listed.id, progress=0, target=target, joined=False, can_claim=False, claimed=False)
    reached = part.progress >= target
    return EventState(
        event_id=listed.id,
        progress=target if reached else part.progress,
        target=target,
        joined=True,
        can_claim=reached and can_claim(part, mission, now_ms),
        claimed=part.claimed,
    )


def progress(listed: Listed, part: Part, now_ms: int) -> EventProgress:
    """The same as a push."""
    return EventProgress(**structs.asdict(state(listed, part, now_ms)))


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
