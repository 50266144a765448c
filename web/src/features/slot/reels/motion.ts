/**
 * Where a reel is at a moment, in symbols from the top of its strip. Reels turn downwards, so the position falls; a
 * landing reel slows down to its stop, passes it by a hair, and settles.
 */
import type { Landing } from "../round/landing";
import type { Pace } from "../round/pace";
import { stopsOf, type Stage } from "../round/stage";

/** How far a landing reel passes its stop; 0 is not at all. */
const BACK = 1;

/** Return the symbols that a reel has turned, `ms` after it began. */
export function turned(ms: number, { speed, startMs }: Pace): number {
  const perMs = speed / 1_000;
  return ms < startMs ? (perMs * ms * ms) / (2 * startMs) : perMs * (ms - startMs / 2);
}

/** Return how many symbols are left to the stop; below 0 when it is passed. It begins at the speed of the turning reel. */
export function left(now: number, { begins, ends }: Landing, { speed }: Pace): number {
  const way = Math.min(1, Math.max(0, (now - begins) / (ends - begins)));
  const distance = ((speed / 1_000) * (ends - begins)) / (BACK + 3);
  return -distance * ((BACK + 1) * (way - 1) ** 3 + BACK * (way - 1) ** 2);
}

function wrapped(position: number, length: number): number {
  return ((position % length) + length) % length;
}

/** Return where reel number `reel`, whose strip has `length` symbols, is at `now`; from 0 up to its length. */
export function positionAt(stage: Stage, reel: number, length: number, now: number, pace: Pace): number {
  const from = stopsOf(stage)[reel] ?? 0;
  if (stage.at !== "asking" && stage.at !== "landing") {
    return from;
  }
  const landing = stage.at === "landing" ? stage.landings[reel] : undefined;
  const stop = stage.at === "landing" ? stage.round.spins[stage.spin]?.stops[reel] : undefined;
  if (landing === undefined || stop === undefined || now < landing.begins) {
    return wrapped(from - turned(now - stage.since, pace), length);
  }
  return now >= landing.ends ? stop : wrapped(stop + left(now, landing, pace), length);
}
