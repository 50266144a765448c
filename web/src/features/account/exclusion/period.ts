/** For how long players can exclude themselves, and when that ends: at a full hour, after no less than the period. */

export const PERIODS = ["day", "week", "month", "quarter", "half", "year", "long"] as const;
export type Period = (typeof PERIODS)[number];

const HOUR_MS = 3_600_000;
/** Time to read and to confirm: the server takes no less than a day from when it hears of it. */
const MARGIN_MS = 10 * 60_000;

const DAYS: Partial<Record<Period, number>> = { day: 1, week: 7 };
const MONTHS: Partial<Record<Period, number>> = { month: 1, quarter: 3, half: 6, year: 12, long: 60 };

/** Return the moment that lies `period` after `now` (Unix ms), by the calendar of this browser. */
export function endOf(period: Period, now: number): number {
  const end = new Date(now + MARGIN_MS);
  const day = end.getDate();
  end.setDate(day + (DAYS[period] ?? 0));
  const months = MONTHS[period] ?? 0;
  if (months > 0) {
    end.setMonth(end.getMonth() + months);
    if (end.getDate() !== day) {
      end.setDate(0); // a month that is too short: its last day
    }
  }
  return Math.ceil(end.getTime() / HOUR_MS) * HOUR_MS;
}

/** Return the periods that end later than an exclusion in force (Unix ms; null: there is none): none makes it shorter. */
export function periodsAfter(inForce: number | null, now: number): readonly Period[] {
  return PERIODS.filter((period) => inForce === null || endOf(period, now) > inForce);
}
