import { describe, expect, test } from "vitest";

import { digitsOf, doubled, halved, largest, stakeProblem, targetOf } from "./stake";

const LIMITS = { betMin: 20, betMax: 1_000, gold: 700 };

test("a stake is read out of what people type and paste", () => {
  expect(digitsOf("1,500")).toBe("1500");
  expect(digitsOf("0020 gold")).toBe("20");
  expect(digitsOf("-5.5e3")).toBe("553");
  expect(digitsOf("9".repeat(40))).toHaveLength(10);
});

describe("a stake is refused before it is sent", () => {
  test.each([
    [0, "empty"],
    [Number.NaN, "empty"],
    [19, "belowMin"],
    [20, null],
    [700, null],
    [701, "aboveGold"],
    [1_001, "aboveMax"],
  ])("%i: %s", (stake, problem) => {
    expect(stakeProblem(stake, LIMITS)).toBe(problem);
  });

  test("but not for gold that nobody has told yet", () => {
    expect(stakeProblem(900, { ...LIMITS, gold: null })).toBeNull();
  });
});

test("halving and doubling stay within what can be staked", () => {
  expect(halved(101, LIMITS)).toBe(50);
  expect(halved(30, LIMITS)).toBe(20);
  expect(doubled(100, LIMITS)).toBe(200);
  expect(doubled(600, LIMITS)).toBe(700);
  expect(doubled(0, LIMITS)).toBe(20);
  expect(largest(LIMITS)).toBe(700);
  expect(largest({ ...LIMITS, gold: 5_000 })).toBe(1_000);
  expect(largest({ ...LIMITS, gold: 3 })).toBe(20);
});

test.each([
  ["", 0],
  ["2", 200],
  ["2.5", 250],
  ["2,50", 250],
  ["1.01x", 101],
  ["1", -1],
  ["1.009", -1],
  ["two", -1],
])("a target typed as '%s' is %i hundredths", (typed, hundredths) => {
  expect(targetOf(typed)).toBe(hundredths);
});
