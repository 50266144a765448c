/**
 * The days of a streak on a calendar. A day is a date, YYYY-MM-DD, in the zone that the player lived in when it counted;
 * which date it is now follows from the end of the player's day, as the server says it.
 */

export interface CountedDay {
  readonly run: number;
  readonly count: number;
  readonly day: string;
  readonly freezes_used: number;
}

export type Mark = "counted" | "saved" | "today" | "missed" | "ahead";

export interface CalendarDay {
  readonly date: string;
  readonly dayOfMonth: number;
  readonly mark: Mark;
  readonly isToday: boolean;
}

const HALF_DAY_MS = 43_200_000;
const DAY_MS = 86_400_000;
const DAYS_OF_WEEK = 7;

/** Return the date that it is for a player whose day ends at `nextReset` (Unix ms), by the middle of that day. */
export function dateOfDayBefore(nextReset: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(nextReset - HALF_DAY_MS);
}

/** Return the date `days` after `date`. */
export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Return the day of the week, 0 for Sunday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** Return the dates that a freeze stood in for: those right before a day that used some. */
function savedDates(counted: readonly CountedDay[]): ReadonlySet<string> {
  return new Set(
    counted.flatMap(({ day, freezes_used }) =>
      Array.from({ length: freezes_used }, (_, back) => plusDays(day, -1 - back)),
    ),
  );
}

/** Return whole weeks that end with the week of `today`, each from `firstWeekday` (0 is Sunday) on. */
export function weeksUntil(
  today: string,
  counted: readonly CountedDay[],
  weeks: number,
  firstWeekday: number,
): readonly (readonly CalendarDay[])[] {
  const days = new Set(counted.map(({ day }) => day));
  const saved = savedDates(counted);
  const markOf = (date: string): Mark => {
    if (days.has(date)) {
      return "counted";
    }
    if (saved.has(date)) {
      return "saved";
    }
    return date === today ? "today" : date > today ? "ahead" : "missed";
  };
  const begin = plusDays(
    today,
    -((weekday(today) - firstWeekday + DAYS_OF_WEEK) % DAYS_OF_WEEK) - (weeks - 1) * DAYS_OF_WEEK,
  );
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: DAYS_OF_WEEK }, (_, place) => {
      const date = plusDays(begin, week * DAYS_OF_WEEK + place);
      return { date, dayOfMonth: Number(date.slice(8)), mark: markOf(date), isToday: date === today };
    }),
  );
}
