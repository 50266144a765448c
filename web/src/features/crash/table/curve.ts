/**
 * The curve of a round, as the server computes it: floor(100 * e^(growth * ms)) hundredths, `ms` whole milliseconds after
 * its start. Multipliers are integers, in hundredths: 250 is 2.50x. A payout is rounded down to whole gold.
 */

/** Where every curve starts. */
export const START_HUNDREDTHS = 100;
/** The lowest multiplier at which anybody can leave. */
export const CASH_OUT_HUNDREDTHS_MIN = 101;

/** Return the multiplier `elapsedMs` after the start; 1.00x before it. */
export function hundredthsAt(elapsedMs: number, growthPerMs: number): number {
  return Math.floor(START_HUNDREDTHS * Math.exp(growthPerMs * Math.max(0, Math.floor(elapsedMs))));
}

/** Return the first whole millisecond at which the curve is at `hundredths` or above. */
export function reachedMs(hundredths: number, growthPerMs: number): number {
  let ms = Math.max(0, Math.ceil(Math.log(hundredths / START_HUNDREDTHS) / growthPerMs));
  while (ms > 0 && hundredthsAt(ms - 1, growthPerMs) >= hundredths) ms -= 1;
  while (hundredthsAt(ms, growthPerMs) < hundredths) ms += 1;
  return ms;
}

/** Return what a stake pays at a multiplier, the stake included, in whole gold. */
export function payoutOf(bet: number, hundredths: number): number {
  return Number((BigInt(bet) * BigInt(hundredths)) / 100n);
}

/** Return a multiplier that a message writes, "2.31", in hundredths; 0 for one that is not there. */
export function hundredthsOf(multiplier: string | null | undefined): number {
  const [, whole, part] = /^(\d{1,13})\.(\d{2})$/.exec(multiplier ?? "") ?? [];
  return whole === undefined ? 0 : Number(whole) * 100 + Number(part);
}
