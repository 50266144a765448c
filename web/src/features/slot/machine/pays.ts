/** Which places of the window pay, and how a line runs over it. */
import type { CommandReply } from "@pitboss/client";

export type PaidLine = CommandReply<"slot.spin">["lines"][number];

export interface Cell {
  readonly reel: number;
  readonly row: number;
}

interface Window {
  readonly window: readonly (readonly string[])[];
  readonly lines: readonly PaidLine[];
  /** Scatters of the window pay, or give free spins. */
  readonly scattersCount: boolean;
}

/** The places that a line pays for: its first `length` reels. */
export function cellsOfLine(rows: readonly number[], length: number): Cell[] {
  return rows.slice(0, length).map((row, reel) => ({ reel, row }));
}

/** The places of a symbol, wherever it stands. */
export function cellsOfSymbol(window: readonly (readonly string[])[], symbol: string | null): Cell[] {
  return window.flatMap((column, reel) =>
    column.flatMap((each, row) => (symbol !== null && each === symbol ? [{ reel, row }] : [])),
  );
}

/** The places that pay, each once; those of `only` (an index into the lines of the window) when it is given. */
export function payingCells(
  shown: Window,
  machine: { readonly lines: readonly (readonly number[])[]; readonly scatter: string | null },
  only?: number,
): Cell[] {
  const lines = only === undefined ? shown.lines : shown.lines.slice(only, only + 1);
  const cells = lines.flatMap(({ line, length }) => cellsOfLine(machine.lines[line] ?? [], length));
  if (shown.scattersCount && only === undefined) {
    cells.push(...cellsOfSymbol(shown.window, machine.scatter));
  }
  return [...new Map(cells.map((cell) => [`${cell.reel} ${cell.row}`, cell])).values()];
}

/** The way of a line through the middles of its places, for `points` of a polyline; a place is 1 by 1. */
export function pointsOf(rows: readonly number[], length: number, above: number): string {
  return cellsOfLine(rows, length)
    .map(({ reel, row }) => `${reel + 0.5},${row + above + 0.5}`)
    .join(" ");
}
