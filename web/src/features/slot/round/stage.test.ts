import { expect, test } from "vitest";

import { freeSpin, paidSpin } from "../testing/rounds";
import { endOf } from "./landing";
import { CALM, STILL } from "./pace";
import { roundOf } from "./round";
import { answered, asked, endsAt, passed, pressed, refused, skipped, stopsOf, type Stage } from "./stage";

const READY: Stage = { at: "ready", stops: [1, 2, 3] };
const PLAIN = roundOf(paidSpin({ stops: [7, 8, 9] }), 100);
const FREE = roundOf(
  paidSpin({
    features: [{ type: "free_spins", spins: [freeSpin({ stops: [4, 4, 4] }), freeSpin({ stops: [5, 5, 5] })] }],
  }),
  100,
);

/** Let time pass from one end to the next until nothing goes on by itself. */
function until(stage: Stage, pace = CALM): Stage[] {
  const stages = [stage];
  for (let ends = endsAt(stage); ends !== null; ends = endsAt(stage)) {
    stage = passed(stage, ends, pace);
    stages.push(stage);
  }
  return stages;
}

test("reels turn as long as there is no answer", () => {
  const asking = asked(READY, 1_000);
  expect(endsAt(asking)).toBeNull();
  expect(passed(asking, 1_000_000, CALM)).toBe(asking);
});

test("a refused spin leaves the reels where they were", () => {
  expect(refused(asked(READY, 0))).toEqual(READY);
  const shown: Stage = { at: "shown", round: PLAIN };
  expect(stopsOf(refused(asked(shown, 0)))).toEqual([7, 8, 9]);
});

test("an answer lands the reels, and then all is shown", () => {
  const landing = answered(asked(READY, 0), PLAIN, 50, CALM);
  expect(until(landing).map(({ at }) => at)).toEqual(["landing", "shown"]);
  expect(stopsOf(until(landing).at(-1)!)).toEqual([7, 8, 9]);
  expect(passed(landing, endsAt(landing)! - 1, CALM)).toBe(landing);
});

test("free spins follow one by one, each from where the last one stood", () => {
  const stages = until(answered(asked(READY, 0), FREE, 50, CALM));
  expect(stages.map(({ at }) => at)).toEqual(["landing", "resting", "landing", "resting", "landing", "shown"]);
  expect(stages.map((stage) => ("spin" in stage ? stage.spin : null))).toEqual([0, 0, 1, 1, 2, null]);
  expect(stopsOf(stages[2]!)).toEqual([3, 17, 8]);
  expect(stopsOf(stages[4]!)).toEqual([4, 4, 4]);
  expect(stopsOf(stages.at(-1)!)).toEqual([5, 5, 5]);
});

test("the spin that gives free spins is shown longer", () => {
  const [landing, award, , rest] = until(answered(asked(READY, 0), FREE, 0, CALM));
  const first = endsAt(award!)! - endsAt(landing!)!;
  const second = endsAt(rest!)! - endsAt(until(landing!)[2]!)!;
  expect(first).toBeGreaterThan(second);
});

test("a press stops the reels at once, whether the answer is there or not", () => {
  const landing = answered(asked(READY, 0), PLAIN, 50, CALM);
  const stopped = pressed(landing, 60, CALM);
  expect(endsAt(stopped)).toBeLessThan(endsAt(landing)!);
  const early = answered(pressed(asked(READY, 0), 10, CALM), PLAIN, 60, CALM);
  expect(endsAt(early)).toBe(endsAt(stopped));
});

test("a press ends a rest, and skipping shows the end of the whole round", () => {
  const [, resting] = until(answered(asked(READY, 0), FREE, 0, CALM));
  expect(pressed(resting!, 9, CALM)).toMatchObject({ at: "landing", spin: 1, since: 9 });
  expect(skipped(resting!)).toEqual({ at: "shown", round: FREE });
  expect(skipped(asked(READY, 0))).toEqual(asked(READY, 0));
});

test("without motion a spin is shown when it is answered", () => {
  const landing = answered(asked(READY, 0), PLAIN, 50, STILL);
  expect(landing.at === "landing" && endOf(landing.landings)).toBe(50);
  expect(passed(landing, 50, STILL)).toEqual({ at: "shown", round: PLAIN });
});
