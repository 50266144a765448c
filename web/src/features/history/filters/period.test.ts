import { describe, expect, it } from "vitest";

import { beginOf } from "./period";

const NOON = new Date(2026, 10, 30, 12, 34, 56, 789).getTime();
const DAY_MS = 86_400_000;

describe("beginOf", () => {
  it("leaves all time open", () => {
    expect(beginOf("all", NOON)).toBeUndefined();
  });

  it("begins today at the midnight of the browser", () => {
    expect(beginOf("today", NOON)).toBe(new Date(2026, 10, 30).getTime());
  });

  it("begins today at this very moment when it is midnight", () => {
    const midnight = new Date(2026, 10, 30).getTime();
    expect(beginOf("today", midnight)).toBe(midnight);
  });

  it("counts a week and a month back from now, to the millisecond", () => {
    expect(beginOf("week", NOON)).toBe(NOON - 7 * DAY_MS);
    expect(beginOf("month", NOON)).toBe(NOON - 30 * DAY_MS);
  });
});
