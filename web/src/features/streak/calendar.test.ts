import { describe, expect, test } from "vitest";

import { dateOfDayBefore, plusDays, weeksUntil } from "./calendar";

const day = (date: string, freezes_used = 0) => ({ run: 1, count: 1, day: date, freezes_used });

describe("the date of the player's day", () => {
  test("is that of their own zone, not of the browser", () => {
    const midnightInSeoul = Date.parse("2026-11-30T15:00:00Z");
    expect(dateOfDayBefore(midnightInSeoul, "Asia/Seoul")).toBe("2026-11-30");
    expect(dateOfDayBefore(Date.parse("2026-12-01T05:00:00Z"), "America/New_York")).toBe("2026-11-30");
  });

  test("holds when the day begins in the morning", () => {
    expect(dateOfDayBefore(Date.parse("2026-11-30T20:00:00Z"), "Asia/Seoul")).toBe("2026-11-30");
  });

  test("crosses months and leap days", () => {
    expect(plusDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(plusDays("2026-12-31", 1)).toBe("2027-01-01");
  });
});

describe("the calendar", () => {
  const weeks = weeksUntil("2026-11-30", [day("2026-11-29", 2), day("2026-11-26")], 2, 0);

  test("has whole weeks that end with the week of today", () => {
    expect(weeks.map((week) => week.length)).toEqual([7, 7]);
    expect(weeks[0]?.[0]?.date).toBe("2026-11-22");
    expect(weeks[1]?.[1]).toMatchObject({ date: "2026-11-30", isToday: true, mark: "today", dayOfMonth: 30 });
  });

  test("tells what counted, what a freeze saved, what was missed and what is ahead", () => {
    const marks = Object.fromEntries(weeks.flat().map(({ date, mark }) => [date, mark]));
    expect(marks).toMatchObject({
      "2026-11-25": "missed",
      "2026-11-26": "counted",
      "2026-11-27": "saved",
      "2026-11-28": "saved",
      "2026-11-29": "counted",
      "2026-12-01": "ahead",
    });
  });

  test("begins its weeks where the language does", () => {
    expect(weeksUntil("2026-11-30", [], 1, 1)[0]?.[0]?.date).toBe("2026-11-30");
    expect(weeksUntil("2026-11-29", [], 1, 1)[0]?.[0]?.date).toBe("2026-11-23");
  });
});
