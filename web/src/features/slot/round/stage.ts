/**
 * What is shown of a round, as values: reels turn until the answer is there, land, rest before each free spin, and then
 * all of it is shown. Times in ms of one clock.
 */
import { endOf, hurried, landings, type Landing } from "./landing";
import { AWARD_RESTS, type Pace } from "./pace";
import type { Round } from "./round";

export type Stage =
  | { readonly at: "ready"; readonly stops: readonly number[] }
  /** The server has not answered. `isHurried`: the reels are to stop as soon as it has. */
  | { readonly at: "asking"; readonly stops: readonly number[]; readonly since: number; readonly isHurried: boolean }
  | {
      readonly at: "landing";
      /** Where the reels stood before. */
      readonly stops: readonly number[];
      readonly since: number;
      readonly round: Round;
      /** Index of the spin that is shown. */
      readonly spin: number;
      readonly landings: readonly Landing[];
    }
  | { readonly at: "resting"; readonly round: Round; readonly spin: number; readonly until: number }
  | { readonly at: "shown"; readonly round: Round };

/** Where the reels stand, or have stood before they turned. */
export function stopsOf(stage: Stage): readonly number[] {
  switch (stage.at) {
    case "ready":
    case "asking":
    case "landing":
      return stage.stops;
    case "resting":
      return stage.round.spins[stage.spin]?.stops ?? [];
    case "shown":
      return stage.round.spins.at(-1)?.stops ?? [];
  }
}

export const isTurning = ({ at }: Stage): boolean => at === "asking" || at === "landing";

/** Whether the last round is not shown to its end. */
export const isGoingOn = ({ at }: Stage): boolean => at !== "ready" && at !== "shown";

export function asked(stage: Stage, now: number): Stage {
  return { at: "asking", stops: stopsOf(stage), since: now, isHurried: false };
}

/** Nothing was played: the reels are where they were. */
export function refused(stage: Stage): Stage {
  return { at: "ready", stops: stopsOf(stage) };
}

export function answered(stage: Stage, round: Round, now: number, pace: Pace): Stage {
  const since = stage.at === "asking" ? stage.since : now;
  const begun = landed(stopsOf(stage), round, 0, since, now, pace);
  return stage.at === "asking" && stage.isHurried ? pressed(begun, now, pace) : begun;
}

function landed(
  stops: readonly number[],
  round: Round,
  spin: number,
  since: number,
  now: number,
  pace: Pace,
): Extract<Stage, { at: "landing" }> {
  const reels = round.spins[spin]?.stops.length ?? 0;
  return { at: "landing", stops, since, round, spin, landings: landings(reels, since, now, pace) };
}

/** A press while something is shown: reels stop at once, and a rest is over. */
export function pressed(stage: Stage, now: number, pace: Pace): Stage {
  switch (stage.at) {
    case "asking":
      return { ...stage, isHurried: true };
    case "landing":
      return { ...stage, landings: hurried(stage.landings, now) };
    case "resting":
      return nextSpin(stage, now, pace);
    case "ready":
    case "shown":
      return stage;
  }
}

/** Show the result of the whole round at once. */
export function skipped(stage: Stage): Stage {
  return stage.at === "landing" || stage.at === "resting" ? { at: "shown", round: stage.round } : stage;
}

/** When the stage goes on by itself; null: it waits for somebody. */
export function endsAt(stage: Stage): number | null {
  switch (stage.at) {
    case "landing":
      return endOf(stage.landings);
    case "resting":
      return stage.until;
    case "ready":
    case "asking":
    case "shown":
      return null;
  }
}

/** The stage after time has passed. */
export function passed(stage: Stage, now: number, pace: Pace): Stage {
  const ends = endsAt(stage);
  if (ends === null || now < ends) {
    return stage;
  }
  if (stage.at === "resting") {
    return nextSpin(stage, now, pace);
  }
  return stage.at === "landing" ? afterLanding(stage, now, pace) : stage;
}

function afterLanding({ round, spin }: Extract<Stage, { at: "landing" }>, now: number, pace: Pace): Stage {
  if (spin + 1 >= round.spins.length) {
    return { at: "shown", round };
  }
  const rests = (round.spins[spin]?.freeSpins ?? 0) > 0 ? AWARD_RESTS : 1;
  return { at: "resting", round, spin, until: now + pace.restMs * rests };
}

function nextSpin(stage: Extract<Stage, { at: "resting" }>, now: number, pace: Pace): Stage {
  return landed(stopsOf(stage), stage.round, stage.spin + 1, now, now, pace);
}
