import { describe, expect, test } from "vitest";

import { hundredthsAt, hundredthsOf, payoutOf, reachedMs } from "./curve";

const GROWTH = 6e-5;

describe("the curve", () => {
  // Computed by actors/crash/rules/curve.py.
  test.each([
    [0, 100],
    [165, 100],
    [166, 101],
    [1_000, 106],
    [5_000, 134],
    [11_552, 199],
    [11_553, 200],
    [38_376, 999],
    [38_377, 1_000],
    [76_752, 9_999],
    [76_753, 10_000],
    [120_000, 133_943],
    [200_000, 16_275_479],
  ])("is after %i ms where the server has it, at %i hundredths", (ms, hundredths) => {
    expect(hundredthsAt(ms, GROWTH)).toBe(hundredths);
  });

  test("counts whole milliseconds, and nothing before its start", () => {
    expect(hundredthsAt(11_552.99, GROWTH)).toBe(199);
    expect(hundredthsAt(-5_000, GROWTH)).toBe(100);
  });

  test.each([
    [100, 0],
    [101, 166],
    [150, 6_758],
    [200, 11_553],
    [1_000, 38_377],
    [10_000, 76_753],
    [123_456, 118_642],
  ])("is at %i hundredths first after %i ms", (hundredths, ms) => {
    expect(reachedMs(hundredths, GROWTH)).toBe(ms);
    expect(hundredthsAt(ms, GROWTH)).toBeGreaterThanOrEqual(hundredths);
  });

  test("goes back from a multiplier to a moment and on to the same multiplier", () => {
    for (let hundredths = 101; hundredths < 40_000; hundredths += 37) {
      const ms = reachedMs(hundredths, GROWTH);
      expect(hundredthsAt(ms, GROWTH)).toBeGreaterThanOrEqual(hundredths);
      expect(hundredthsAt(ms - 1, GROWTH)).toBeLessThan(hundredths);
    }
  });
});

test("a payout is rounded down to whole gold, and exact where floats are not", () => {
  expect(payoutOf(33, 101)).toBe(33);
  expect(payoutOf(100, 231)).toBe(231);
  expect(payoutOf(999_983, 12_345_677)).toBe(123_454_671_234);
});

test("a multiplier is read as it is written, and what is none is nothing", () => {
  expect(hundredthsOf("2.31")).toBe(231);
  expect(hundredthsOf("1339.43")).toBe(133_943);
  for (const none of ["", null, undefined, "2", "x2.00"]) expect(hundredthsOf(none)).toBe(0);
});
