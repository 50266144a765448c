import { expect, test } from "vitest";

import { endOf, hurried, landings } from "./landing";
import { CALM, HURRIED_LANDING_MS, STILL, TURBO } from "./pace";

const PACE = { ...CALM, spinMsMin: 900, staggerMs: 200, landingMs: 400 };

test("reels stop from the left to the right, however soon the answer came", () => {
  expect(landings(3, 1_000, 1_010, PACE)).toEqual([
    { begins: 1_500, ends: 1_900 },
    { begins: 1_700, ends: 2_100 },
    { begins: 1_900, ends: 2_300 },
  ]);
});

test("an answer that comes late stops them as soon as they can land", () => {
  expect(landings(2, 0, 5_000, PACE).map(({ ends }) => ends)).toEqual([5_400, 5_600]);
});

test("a press stops those that still turn at once, and leaves those that land already", () => {
  const planned = landings(3, 0, 0, PACE);
  const stopped = hurried(planned, 600);
  expect(stopped[0]).toEqual(planned[0]);
  expect(stopped[1]).toEqual({ begins: 600, ends: 600 + HURRIED_LANDING_MS });
  expect(stopped[2]!.ends).toBeGreaterThan(stopped[1]!.ends);
  expect(endOf(stopped)).toBeLessThan(endOf(planned));
});

test("a press makes nothing later", () => {
  const planned = landings(5, 0, 0, TURBO);
  for (const now of [0, 100, 200, 300, 400, 1_000]) {
    hurried(planned, now).forEach(({ ends }, reel) => expect(ends).toBeLessThanOrEqual(planned[reel]!.ends));
  }
});

test("without motion all reels stand when the answer is there", () => {
  expect(landings(2, 0, 70, STILL)).toEqual([
    { begins: 70, ends: 70 },
    { begins: 70, ends: 70 },
  ]);
});
