/** Volatility in a word. */

/** Standard deviations, for each unit staked, from which on a machine swings more than the word before says. */
const MIDDLE_FROM = 3;
const HIGH_FROM = 6;

export function swingOf(volatility: number): "low" | "middle" | "high" {
  if (volatility >= HIGH_FROM) return "high";
  return volatility >= MIDDLE_FROM ? "middle" : "low";
}
