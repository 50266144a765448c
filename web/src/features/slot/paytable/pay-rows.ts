/** The paytable in the order in which it is read. Pays are hundredths of the stake. */

type Pays = Readonly<Record<string, number>>;

export interface PayRow {
  readonly symbol: string;
  /** By length of the run. */
  readonly pays: Readonly<Record<number, number>>;
}

/** Return the lengths of runs that pay for any symbol, the shortest first. */
export function lengthsOf(paytable: Readonly<Record<string, Pays>>): number[] {
  const lengths = new Set(Object.values(paytable).flatMap((pays) => Object.keys(pays).map(Number)));
  return [...lengths].sort((one, other) => one - other);
}

/** Return the symbols, the one that pays most first. */
export function paysOf(paytable: Readonly<Record<string, Pays>>): PayRow[] {
  const most = ({ pays }: PayRow) => Math.max(...Object.values(pays));
  return Object.entries(paytable)
    .map(([symbol, pays]) => ({ symbol, pays }))
    .sort((one, other) => most(other) - most(one));
}

/** Return what is paid for a stake, whole gold. */
export function goldOf(stake: number, hundredths: number): number {
  return Math.floor((stake * hundredths) / 100);
}

/** A count of scatters, what it pays and how many free spins it gives. */
export interface ScatterRow {
  readonly count: number;
  readonly hundredths: number;
  readonly freeSpins: number;
}

/** Return what scatters are worth, the most of them first. */
export function scatterRows(pays: Pays, freeSpins: Pays): ScatterRow[] {
  const counts = new Set([...Object.keys(pays), ...Object.keys(freeSpins)].map(Number));
  return [...counts]
    .sort((one, other) => other - one)
    .map((count) => ({ count, hundredths: pays[count] ?? 0, freeSpins: freeSpins[count] ?? 0 }));
}
