/** The balance of gold over time, from the entries of the ledger. Amounts in whole gold, times in Unix ms. */

export interface LedgerEntry {
  readonly at: number;
  readonly currency: string;
  readonly amount: number;
  readonly balance_after: number;
}

export interface Point {
  readonly at: number;
  readonly gold: number;
}

/**
 * Return the balances from the oldest to the newest, from entries that are newest first. One begins it: the balance
 * before the oldest entry, unless that opened the wallet. Entries of one moment are one point, the last of them.
 */
export function goldSeries(newestFirst: readonly LedgerEntry[]): readonly Point[] {
  const entries = newestFirst.filter(({ currency }) => currency === "gold").toReversed();
  const first = entries[0];
  if (first === undefined) {
    return [];
  }
  const before = first.balance_after - first.amount;
  const points: Point[] = before === 0 ? [] : [{ at: first.at, gold: before }];
  for (const [place, { at, balance_after }] of entries.entries()) {
    if (entries[place + 1]?.at !== at) {
      points.push({ at, gold: balance_after });
    }
  }
  return points;
}

/** Return at most `most` points: the first and last, and of each stretch between the lowest and the highest. */
export function thinned(points: readonly Point[], most: number): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length <= most || first === undefined || last === undefined) {
    return points;
  }
  const stretches = Math.max(1, Math.floor((most - 2) / 2));
  const inner = points.slice(1, -1);
  const size = inner.length / stretches;
  const kept = Array.from({ length: stretches }, (_, stretch) => {
    const part = inner.slice(Math.floor(stretch * size), Math.floor((stretch + 1) * size));
    const low = part.reduce((least, point) => (point.gold < least.gold ? point : least));
    const high = part.reduce((most, point) => (point.gold > most.gold ? point : most));
    return low === high ? [low] : part.indexOf(low) < part.indexOf(high) ? [low, high] : [high, low];
  });
  return [first, ...kept.flat(), last];
}

export interface SeriesSummary {
  readonly first: Point;
  readonly last: Point;
  readonly lowest: Point;
  readonly highest: Point;
  readonly change: number;
}

/** Return what the picture says in words; null without points. */
export function summaryOf(points: readonly Point[]): SeriesSummary | null {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) {
    return null;
  }
  return {
    first,
    last,
    lowest: points.reduce((least, point) => (point.gold < least.gold ? point : least)),
    highest: points.reduce((most, point) => (point.gold > most.gold ? point : most)),
    change: last.gold - first.gold,
  };
}
