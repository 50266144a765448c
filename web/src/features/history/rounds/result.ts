/** What a round came to. Amounts in whole gold. */

export type Result = "won" | "even" | "lost";

export function resultOf({ bet, payout }: { readonly bet: number; readonly payout: number }): Result {
  return payout > bet ? "won" : payout === bet ? "even" : "lost";
}

/** Return by how much a round multiplied its stake; null where that says nothing: no gold was paid, or none staked. */
export function multiplierOf({ bet, payout }: { readonly bet: number; readonly payout: number }): number | null {
  return bet > 0 && payout > 0 ? payout / bet : null;
}
