/** What is typed into the fields of a bet: stakes in whole gold, targets as multipliers with two decimals. */
import { CASH_OUT_HUNDREDTHS_MIN } from "../table/curve";

export interface StakeLimits {
  readonly betMin: number;
  readonly betMax: number;
  /** What the player has; null while it is not known. */
  readonly gold: number | null;
}

/** What is wrong with a stake: the field says it, with the limit. */
export type StakeProblem = "empty" | "belowMin" | "aboveMax" | "aboveGold";

/** Ten digits are more than any table takes. */
const DIGITS_MAX = 10;

/** Return the digits of what was typed or pasted ("1,500" is 1500); nothing else is kept. */
export function digitsOf(typed: string): string {
  return typed
    .replaceAll(/\D/gu, "")
    .replace(/^0+(?=\d)/u, "")
    .slice(0, DIGITS_MAX);
}

export function stakeProblem(stake: number, { betMin, betMax, gold }: StakeLimits): StakeProblem | null {
  if (!(stake > 0)) return "empty";
  if (stake < betMin) return "belowMin";
  if (stake > betMax) return "aboveMax";
  return gold !== null && stake > gold ? "aboveGold" : null;
}

/** Return half of a stake, but no less than the smallest. */
export function halved(stake: number, limits: StakeLimits): number {
  return Math.max(limits.betMin, Math.floor(stake / 2));
}

/** Return twice a stake, as far as the table and the gold allow. */
export function doubled(stake: number, limits: StakeLimits): number {
  return Math.min(Math.max(limits.betMin, stake * 2), largest(limits));
}

/** Return the most that can be staked; no less than the smallest stake, so that the field says what is missing. */
export function largest({ betMin, betMax, gold }: StakeLimits): number {
  return Math.max(betMin, Math.min(betMax, gold ?? betMax));
}

/** Return a typed target in hundredths: "2", "2.5" and "2,50" are read; 0 for none, -1 for what is no target. */
export function targetOf(typed: string): number {
  const text = typed.trim().replace(",", ".").replace(/[x×]$/iu, "");
  if (text === "") return 0;
  const [, whole, part = ""] = /^(\d{1,7})(?:\.(\d{0,2}))?$/u.exec(text) ?? [];
  if (whole === undefined) return -1;
  const hundredths = Number(whole) * 100 + Number(part.padEnd(2, "0"));
  return hundredths >= CASH_OUT_HUNDREDTHS_MIN ? hundredths : -1;
}
