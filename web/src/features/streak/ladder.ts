/** What the days of a streak pay, by the published ladder and the share of the player's tier. Amounts in whole gold. */

export interface Ladder {
  readonly ladder: readonly number[];
  readonly every_seventh: number;
  readonly otherwise: number;
}

/** Return the reward of day `rung` of a run (from 1), where the tier gets `percent` of the ladder. */
export function rewardOf(ladder: Ladder, rung: number, percent: number): number {
  const listed = ladder.ladder[rung - 1];
  const full = listed ?? (rung % 7 === 0 ? ladder.every_seventh : ladder.otherwise);
  return Math.floor((full * percent) / 100);
}

export type RungState = "claimed" | "next" | "claimable" | "ahead";

export interface RungShown {
  readonly rung: number;
  readonly amount: number;
  readonly state: RungState;
}

/** Return seven rungs: those of the week of the run in which the first unclaimed one, or the next day, lies. */
export function weekOfRungs(
  ladder: Ladder,
  percent: number,
  streak: { readonly count: number; readonly claimable: number },
): readonly RungShown[] {
  const claimed = streak.count - streak.claimable;
  const first = claimed - (claimed % 7) + 1;
  return Array.from({ length: 7 }, (_, place) => {
    const rung = first + place;
    const state =
      rung <= claimed ? "claimed" : rung > streak.count ? "ahead" : rung === claimed + 1 ? "next" : "claimable";
    return { rung, amount: rewardOf(ladder, rung, percent), state };
  });
}
