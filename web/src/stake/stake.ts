/** What a stake may be, and how its buttons change it. Amounts are whole gold. */

export interface StakeBounds {
  readonly min: number;
  readonly max: number;
}

/** What is wrong with a stake: the field says it, with the limit. */
export type StakeProblem = "empty" | "belowMin" | "aboveMax" | "aboveGold";

/** Read a typed stake: digits alone, with or without separators; undefined when it is no whole amount. */
export function readStake(typed: string): number | undefined {
  const digits = typed.replaceAll(/[,\s]/g, "");
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

/** Return the stake within its bounds and within what there is. */
export function boundedStake(stake: number, { min, max }: StakeBounds, gold: number): number {
  return Math.max(min, Math.min(stake, max, Math.max(min, gold)));
}

/** Return the next stake above or below on the ladder 1, 2, 5, 10, 20, 50, 100... */
export function nextStake(stake: number, direction: "up" | "down"): number {
  const decade = 10 ** Math.floor(Math.log10(Math.max(1, stake)));
  const rungs = [0.5, 1, 2, 5, 10, 20].map((step) => Math.floor(step * decade));
  const next = direction === "up" ? rungs.find((rung) => rung > stake) : rungs.findLast((rung) => rung < stake);
  return next ?? stake;
}

/** Return why a stake cannot be played; `gold` is undefined while it is not known. */
export function stakeProblem(
  stake: number | undefined,
  { min, max }: StakeBounds,
  gold: number | undefined,
): StakeProblem | null {
  if (stake === undefined) return "empty";
  if (stake < min) return "belowMin";
  if (stake > max) return "aboveMax";
  return gold !== undefined && stake > gold ? "aboveGold" : null;
}
