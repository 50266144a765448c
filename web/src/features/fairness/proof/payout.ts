/** What a stake pays: whole gold, rounded down. Exact for every amount, for the product may be beyond 2^53. */
export function payoutOf(bet: number, hundredths: number): number {
  return Number((BigInt(bet) * BigInt(hundredths)) / 100n);
}
