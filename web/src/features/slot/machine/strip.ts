/** What reels show. Strips wrap around; at stop `s` a reel shows its symbols `s`, `s + 1`... from the top row down. */

/** Return the symbols that a reel shows at a stop. */
export function columnAt(strip: readonly string[], stop: number, rows: number): string[] {
  return Array.from({ length: rows }, (_, row) => strip[(stop + row) % strip.length] ?? "");
}

/** Return the symbols that a machine shows: one list for each reel. */
export function windowAt(reels: readonly (readonly string[])[], stops: readonly number[], rows: number): string[][] {
  return reels.map((strip, reel) => columnAt(strip, stops[reel] ?? 0, rows));
}

/** Return the same symbols row by row, as they are read out. */
export function rowsOf(window: readonly (readonly string[])[]): string[][] {
  return (window[0] ?? []).map((_, row) => window.map((column) => column[row] ?? ""));
}
