/** The streak as it is shown: every field that the server may leave out is filled. Amounts in whole gold, times Unix ms. */
import type { StreakState } from "@pitboss/client";

export interface StreakShown {
  readonly count: number;
  readonly longest: number;
  readonly freezes: number;
  readonly freezes_max: number;
  readonly freeze_price: number;
  readonly ticked_today: boolean;
  readonly next_reset: number;
  readonly time_zone: string;
  readonly claimable: number;
  readonly next_claim: { readonly rung: number; readonly amount: number } | null;
}

const NOTHING: StreakShown = {
  count: 0,
  longest: 0,
  freezes: 0,
  freezes_max: 0,
  freeze_price: 0,
  ticked_today: false,
  next_reset: 0,
  time_zone: "UTC",
  claimable: 0,
  next_claim: null,
};

export function shownStreak(streak: StreakState): StreakShown {
  return { ...NOTHING, ...streak, next_claim: streak.next_claim ?? null };
}
