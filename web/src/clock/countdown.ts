/** How long until a moment, cut into days, hours, minutes and seconds. Times are Unix ms; what is over is all zero. */

export interface Left {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly over: boolean;
}

const SECOND_MS = 1_000;
export const DAY_MS = 86_400_000;

/** Return what is left at `now` until `at`; a second that has begun counts whole, so that 0 is shown only at the end. */
export function leftUntil(at: number, now: number): Left {
  const seconds = Math.max(0, Math.ceil((at - now) / SECOND_MS));
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3_600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
    over: seconds === 0,
  };
}

const two = (value: number): string => String(value).padStart(2, "0");

/** Return it as a clock, 07:42:09; whole days go into the hours, so it is for less than about a week. */
export function asClock(left: Left): string {
  return `${two(left.days * 24 + left.hours)}:${two(left.minutes)}:${two(left.seconds)}`;
}
