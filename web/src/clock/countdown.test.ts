import { describe, expect, test } from "vitest";

import { asClock, leftUntil } from "./countdown";

describe("what is left until a moment", () => {
  test("is cut into days, hours, minutes and seconds", () => {
    const at = ((2 * 24 + 3) * 3600 + 4 * 60 + 5) * 1000;
    expect(leftUntil(at, 0)).toEqual({ days: 2, hours: 3, minutes: 4, seconds: 5, over: false });
  });

  test("counts a second that has begun, and is over only at the end", () => {
    expect(leftUntil(10_001, 10_000)).toMatchObject({ seconds: 1, over: false });
    expect(leftUntil(10_000, 10_000)).toMatchObject({ seconds: 0, over: true });
    expect(leftUntil(9_000, 10_000)).toMatchObject({ seconds: 0, over: true });
  });

  test("reads as a clock, with the days in its hours", () => {
    expect(asClock(leftUntil(27_729_000, 0))).toBe("07:42:09");
    expect(asClock(leftUntil(90_000_000, 0))).toBe("25:00:00");
  });
});
