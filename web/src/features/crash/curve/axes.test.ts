import { describe, expect, test } from "vitest";

import { frameAt, lines, niceStep } from "./axes";

describe("the frame of the curve", () => {
  test("stands still while the curve is short", () => {
    expect(frameAt(0, 1)).toEqual(frameAt(3_000, 1.19));
  });

  test("grows with the curve, which stays within it, and never jumps", () => {
    let before = frameAt(0, 1);
    for (let ms = 0; ms < 120_000; ms += 16) {
      const multiplier = Math.exp(6e-5 * ms);
      const frame = frameAt(ms, multiplier);
      expect(frame.timeMs).toBeGreaterThanOrEqual(Math.max(ms, before.timeMs));
      expect(frame.top).toBeGreaterThanOrEqual(Math.max(multiplier, before.top));
      expect(frame.top / before.top).toBeLessThan(1.01);
      before = frame;
    }
  });
});

test.each([
  [0.8, 0.2],
  [4, 1],
  [5, 2],
  [17, 5],
  [30, 10],
  [400, 100],
])("a range of %d has lines each %d", (range, step) => {
  expect(niceStep(range)).toBeCloseTo(step);
});

test("lines begin above the ground and end within the frame", () => {
  expect(lines(1, 1.8).map((line) => line.toFixed(1))).toEqual(["1.2", "1.4", "1.6", "1.8"]);
  expect(lines(0, 8)).toEqual([2, 4, 6, 8]);
  expect(lines(1, 41)).toEqual([10, 20, 30, 40]);
});
