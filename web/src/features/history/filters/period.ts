/** The periods that a list can be narrowed to, and where each begins. */

const DAY_MS = 86_400_000;

export const PERIODS = ["all", "today", "week", "month"] as const;
export type Period = (typeof PERIODS)[number];

/** Return the first moment of a period (Unix ms), undefined of all time. A day begins at midnight of this browser. */
export function beginOf(period: Period, now: number): number | undefined {
  switch (period) {
    case "all":
      return undefined;
    case "today":
      return new Date(now).setHours(0, 0, 0, 0);
    case "week":
      return now - 7 * DAY_MS;
    case "month":
      return now - 30 * DAY_MS;
  }
}
