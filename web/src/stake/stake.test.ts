import { expect, test } from "vitest";

import { boundedStake, nextStake, readStake, stakeProblem } from "./stake";

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

test.each([
  [100, 200, 50],
  [130, 200, 100],
  [500, 1_000, 200],
  [20, 50, 10],
  [1, 2, 0],
  [0, 1, 0],
])("beside %d on the ladder are %d and %d", (stake, up, down) => {
  expect([nextStake(stake, "up"), nextStake(stake, "down")]).toEqual([up, down]);
});

test("a stake that cannot be played says why", () => {
  const bounds = { min: 10, max: 1_000 };
  expect(stakeProblem(undefined, bounds, 500)).toBe("empty");
  expect(stakeProblem(9, bounds, 500)).toBe("belowMin");
  expect(stakeProblem(1_001, bounds, 5_000)).toBe("aboveMax");
  expect(stakeProblem(501, bounds, 500)).toBe("aboveGold");
  expect(stakeProblem(1_000, bounds, undefined)).toBeNull();
});
