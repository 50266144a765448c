/** When reels stop: one after the other from the left, and at once for a player who does not want to wait. Times in ms. */
import { HURRIED_LANDING_MS, HURRIED_STAGGER_MS, type Pace } from "./pace";

/** A reel slows down from `begins` on and stands at `ends`. */
export interface Landing {
  readonly begins: number;
  readonly ends: number;
}

/** Return the landings of reels that have turned since `since`, when their stops are known at `now`. */
export function landings(reels: number, since: number, now: number, pace: Pace): Landing[] {
  const first = Math.max(now + pace.landingMs, since + pace.spinMsMin);
  return Array.from({ length: reels }, (_, reel) => {
    const ends = first + reel * pace.staggerMs;
    return { begins: ends - pace.landingMs, ends };
  });
}

/** Return the landings of reels that are stopped by hand at `now`; those that land already go on as they do. */
export function hurried(planned: readonly Landing[], now: number): Landing[] {
  const turning = planned.findIndex(({ begins }) => begins > now);
  return planned.map((landing, reel) => {
    const begins = now + (reel - turning) * HURRIED_STAGGER_MS;
    const ends = begins + HURRIED_LANDING_MS;
    return turning < 0 || reel < turning || landing.ends <= ends ? landing : { begins, ends };
  });
}

/** Return when the last reel stands. */
export const endOf = (planned: readonly Landing[]): number => Math.max(...planned.map(({ ends }) => ends));
