import { describe, expect, it } from "vitest";

import { endOf, PERIODS, periodsAfter } from "./period";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The bounds of the server: docs/economy.md. */
const [SHORTEST_MS, LONGEST_MS] = [DAY_MS, 158_112_000_000];
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime();

describe("endOf", () => {
  it("ends at the first full hour after the period", () => {
    expect(endOf("day", at(2026, 10, 30, 14, 5))).toBe(at(2026, 11, 1, 15, 0));
    expect(endOf("week", at(2026, 10, 30, 14, 0))).toBe(at(2026, 11, 7, 15, 0));
    expect(endOf("year", at(2026, 10, 30, 14, 5))).toBe(at(2027, 10, 30, 15, 0));
  });

  it("leaves time to confirm before the server finds it too short", () => {
    expect(endOf("day", at(2026, 10, 30, 14, 59))).toBe(at(2026, 11, 1, 16, 0));
  });

  it("takes the last day of a month that is too short", () => {
    expect(endOf("month", at(2027, 0, 31, 10, 0))).toBe(at(2027, 1, 28, 11, 0));
  });

  it("is within what the server takes, whenever it is asked for", () => {
    for (let hour = 0; hour < 400 * 24; hour += 7) {
      const now = at(2026, 10, 30, 14, 5) + hour * HOUR_MS;
      for (const period of PERIODS) {
        const long = endOf(period, now) - now;
        expect(long).toBeGreaterThan(SHORTEST_MS);
        expect(long).toBeLessThan(LONGEST_MS);
      }
    }
  });
});

describe("periodsAfter", () => {
  const now = at(2026, 10, 30, 14, 5);

  it("offers every period to whoever may play", () => {
    expect(periodsAfter(null, now)).toEqual(PERIODS);
  });

  it("offers none that would make an exclusion shorter, nor the same again", () => {
    expect(periodsAfter(endOf("month", now), now)).toEqual(["quarter", "half", "year", "long"]);
    expect(periodsAfter(endOf("long", now), now)).toEqual([]);
  });
});
