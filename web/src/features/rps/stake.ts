/** What a stake may be, and how its buttons change it. Amounts are whole gold. */

export interface StakeBounds {
  readonly min: number;
  readonly max: number;
}

/** Read a typed stake: digits alone, with or without separators; undefined when it is no whole amount. */
export function readStake(typed: string): number | undefined {
  const digits = typed.replaceAll(/[,\s]/g, "");
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

/** Return the stake within its bounds and within what there is. */
export function boundedStake(stake: number, { min, max }: StakeBounds, gold: number): number {
  return Math.max(min, Math.min(stake, max, Math.max(min, gold)));
}
