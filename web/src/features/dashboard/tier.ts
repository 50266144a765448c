/** How far the player is on the way to the next tier, by the published tiers. Experience in points. */

export interface TierRule {
  readonly name: string;
  readonly xp: number;
}

export interface TierWay {
  /** Points since this tier was reached, and points between it and the next. */
  readonly done: number;
  readonly whole: number;
  /** The tier after this one; null at the top. */
  readonly next: TierRule | null;
}

/** Return the way from the tier that `xp` has reached to the one after it. `tiers` are the lowest first. */
export function wayToNextTier(tiers: readonly TierRule[], xp: number): TierWay {
  const next = tiers.find((tier) => tier.xp > xp) ?? null;
  const from = tiers.findLast((tier) => tier.xp <= xp)?.xp ?? 0;
  return next === null ? { done: 1, whole: 1, next } : { done: xp - from, whole: next.xp - from, next };
}
