import { describe, expect, test } from "vitest";

import { placing, pointAt, roundScale, stepPath } from "./chart-frame";

const FRAME = { width: 120, height: 60, left: 10, right: 10, top: 5, bottom: 5 };
const POINTS = [
  { at: 0, gold: 0 },
  { at: 50, gold: 100 },
  { at: 100, gold: 50 },
];

describe("a round scale", () => {
  test("holds the values on few round steps", () => {
    expect(roundScale(8_100, 11_700).ticks).toEqual([8_000, 10_000, 12_000]);
    expect(roundScale(0, 95).ticks).toEqual([0, 50, 100]);
  });

  test("has height even when nothing changed, and never goes below nothing", () => {
    const { low, high } = roundScale(10_000, 10_000);
    expect(high).toBeGreaterThan(low);
    expect(roundScale(3, 4).low).toBeGreaterThanOrEqual(0);
  });
});

describe("the line", () => {
  const placed = placing(POINTS, roundScale(0, 100), FRAME);

  test("steps: a balance holds until the next entry", () => {
    expect(stepPath(POINTS, placed)).toBe("M10 55H60V5H110V30");
  });

  test("a place in the picture shows the balance that was in force", () => {
    expect(pointAt(POINTS, placed, 59)).toEqual(POINTS[0]);
    expect(pointAt(POINTS, placed, 60)).toEqual(POINTS[1]);
    expect(pointAt(POINTS, placed, -5)).toEqual(POINTS[0]);
  });
});
