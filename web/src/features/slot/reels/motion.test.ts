import { expect, test } from "vitest";

import { paidSpin } from "../testing/rounds";
import { CALM, STILL, TURBO } from "../round/pace";
import { roundOf } from "../round/round";
import { answered, asked, endsAt, pressed, refused, type Stage } from "../round/stage";
import { left, positionAt, turned } from "./motion";

const LENGTH = 20;
const READY: Stage = { at: "ready", stops: [1, 2, 3] };
const ROUND = roundOf(paidSpin({ stops: [7, 0, 19] }), 100);

test("a reel begins slowly, then keeps its speed", () => {
  expect(turned(0, CALM)).toBe(0);
  const early = turned(10, CALM);
  const later = turned(1_010, CALM) - turned(1_000, CALM);
  expect(early).toBeLessThan(later);
  expect(later).toBeCloseTo(CALM.speed / 100);
});

test("a landing begins at the speed of the reel and ends on the stop", () => {
  const landing = { begins: 100, ends: 500 };
  const speed = left(100, landing, CALM) - left(101, landing, CALM);
  expect(speed).toBeCloseTo(CALM.speed / 1_000, 3);
  expect(left(500, landing, CALM)).toBeCloseTo(0);
  expect(left(450, landing, CALM)).toBeLessThan(0);
  expect(left(450, landing, CALM)).toBeGreaterThan(-0.5);
});

test.each([
  ["calm", CALM],
  ["turbo", TURBO],
  ["still", STILL],
])("at a %s pace each reel stands exactly on its stop when it has landed", (_, pace) => {
  const landing = answered(asked(READY, 0), ROUND, 30, pace);
  const stands = [0, 1, 2].map((reel) => positionAt(landing, reel, LENGTH, endsAt(landing)!, pace));
  expect(stands).toEqual([7, 0, 19]);
  const shown = { at: "shown", round: ROUND } as const;
  expect([0, 1, 2].map((reel) => positionAt(shown, reel, LENGTH, 1e9, pace))).toEqual([7, 0, 19]);
});

test("a position is always one of the strip", () => {
  const landing = pressed(answered(asked(READY, 0), ROUND, 30, CALM), 700, CALM);
  for (let now = 0; now < 1_500; now += 7) {
    const position = positionAt(landing, 1, LENGTH, now, CALM);
    expect(position).toBeGreaterThanOrEqual(0);
    expect(position).toBeLessThan(LENGTH);
  }
});

test("without motion reels stand where they were until the answer is there", () => {
  const asking = asked(READY, 0);
  expect([0, 1, 2].map((reel) => positionAt(asking, reel, LENGTH, 5_000, STILL))).toEqual([1, 2, 3]);
});

test("a refused spin shows again what was shown before", () => {
  expect(positionAt(refused(asked(READY, 0)), 2, LENGTH, 5_000, CALM)).toBe(3);
});
