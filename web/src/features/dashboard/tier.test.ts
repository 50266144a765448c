import { expect, test } from "vitest";

import { wayToNextTier } from "./tier";

const TIERS = [
  { name: "BRONZE", xp: 0 },
  { name: "SILVER", xp: 1_000 },
  { name: "GOLD", xp: 10_000 },
];

test("the way to the next tier is counted from the one that was reached", () => {
  expect(wayToNextTier(TIERS, 1_340)).toEqual({ done: 340, whole: 9_000, next: TIERS[2] });
  expect(wayToNextTier(TIERS, 0)).toEqual({ done: 0, whole: 1_000, next: TIERS[1] });
});

test("a tier is reached at its experience, not after it", () => {
  expect(wayToNextTier(TIERS, 1_000).next?.name).toBe("GOLD");
});

test("at the top the way is done", () => {
  expect(wayToNextTier(TIERS, 99_000)).toEqual({ done: 1, whole: 1, next: null });
});
