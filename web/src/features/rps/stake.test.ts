import { expect, test } from "vitest";

import { boundedStake, readStake } from "./stake";

test.each([
  ["100", 100],
  ["1,000", 1_000],
  ["1 000", 1_000],
  ["", undefined],
  ["-5", undefined],
  ["1.5", undefined],
  ["1e3", undefined],
  ["9999999999999999", undefined],
])("%j is read as %j", (typed, stake) => {
  expect(readStake(typed)).toBe(stake);
});

test("a stake stays within its bounds and within the gold, but never below the smallest", () => {
  const bounds = { min: 10, max: 1_000 };
  expect(boundedStake(5, bounds, 500)).toBe(10);
  expect(boundedStake(5_000, bounds, 9_000)).toBe(1_000);
  expect(boundedStake(900, bounds, 300)).toBe(300);
  expect(boundedStake(900, bounds, 3)).toBe(10);
});
